import { randomUUID } from 'node:crypto';
import {
  AdminGetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod/mini';
import type { EmailCodes, SentCode } from '../../core/passwordless/email-codes.ts';
import { parseAnswer } from './answer.ts';
import {
  type Cognito,
  callForOutcome,
  computeSecretHash,
  invalidResponse,
  type Outcomes,
} from './call.ts';
import { MAIL_OUTCOMES } from './mail-outcomes.ts';

const user = z.object({
  Enabled: z.boolean(),
  UserStatus: z.string(),
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.optional(z.string()) })),
});

const REFUSED: SentCode = { outcome: 'refused', upstream: undefined };

/** The exceptions that mean that no code was sent, because of the user or of the mail. */
const OUTCOMES: Outcomes<SentCode> = {
  ...Object.fromEntries(
    Object.entries(MAIL_OUTCOMES).map(([name, outcome]) => [
      name,
      { outcome, upstream: undefined },
    ]),
  ),
  PasswordAttemptsExceeded: REFUSED,
  WrongPassword: REFUSED,
};

/**
 * Sends sign-in codes with Cognito's `USER_AUTH`. Reading a user needs an IAM permission, the rest
 * needs the secret of the app client.
 * @param timeoutMs limit in milliseconds of both calls together
 */
export const cognitoEmailCodes = (
  cognito: Cognito,
  userPoolId: string,
  timeoutMs: number,
): EmailCodes => ({
  async send(username) {
    const call = { outcomes: OUTCOMES, timeoutMs, secrets: [username] };
    return callForOutcome<SentCode>(call, async (options) => {
      const found = await findUser(cognito, userPoolId, username, options);
      // A sign-in would confirm an account that a stranger may have created, with his password.
      // Cognito is asked about a name that nobody has instead, so that the calls are the same.
      const isAllowed = found === undefined || mayUseCode(found);
      const name = isAllowed ? username : `${randomUUID()}@invalid.invalid`;
      const answer = await initiate(cognito, name, options);
      if (answer === undefined) return { outcome: 'failed', upstream: undefined };
      // Unknown names get a random challenge. Users who have a second factor on get a choice.
      if (found === undefined || !isAllowed || answer.ChallengeName !== 'EMAIL_OTP') return REFUSED;
      if (!answer.Session) throw invalidResponse('a challenge without a session');
      const { USER_ID_FOR_SRP = username } = answer.ChallengeParameters ?? {};
      return { outcome: 'sent', upstream: { username: USER_ID_FOR_SRP, handle: answer.Session } };
    });
  },
});

/**
 * Begins a sign-in with a code. Returns undefined if Cognito has no room for it now. That may be the
 * limit of mails to one address, which only existing users reach, so it must not be a 503.
 */
async function initiate(
  cognito: Cognito,
  username: string,
  options: { abortSignal: AbortSignal },
): Promise<ReturnType<typeof parseAnswer> | undefined> {
  const command = new InitiateAuthCommand({
    AuthFlow: 'USER_AUTH',
    ClientId: cognito.clientId,
    AuthParameters: {
      USERNAME: username,
      PREFERRED_CHALLENGE: 'EMAIL_OTP',
      SECRET_HASH: await computeSecretHash(cognito, username),
    },
  });
  try {
    return parseAnswer(await cognito.client.send(command, options));
  } catch (error) {
    if (error instanceof Error && error.name === 'TooManyRequestsException') return undefined;
    throw error;
  }
}

type FoundUser = z.output<typeof user>;

/** Returns undefined if there is no such user. */
async function findUser(
  { client }: Cognito,
  userPoolId: string,
  username: string,
  options: { abortSignal: AbortSignal },
): Promise<FoundUser | undefined> {
  const command = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: username });
  try {
    const found = z.safeParse(user, await client.send(command, options));
    if (found.success) return found.data;
  } catch (error) {
    if (error instanceof Error && error.name === 'UserNotFoundException') return undefined;
    throw error;
  }
  throw invalidResponse('a user without the fields we need');
}

/** Only a confirmed user whose address is proven may sign in with what is sent to it. */
const mayUseCode = ({ Enabled, UserStatus, UserAttributes }: FoundUser): boolean =>
  Enabled &&
  UserStatus === 'CONFIRMED' &&
  UserAttributes.some(({ Name, Value }) => Name === 'email_verified' && Value === 'true');
