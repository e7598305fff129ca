/** What Cognito's answer to a password or a code means: tokens, or another step. */

import {
  AssociateSoftwareTokenCommand,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CHALLENGE_NAMES } from '../../../contract/challenges.ts';
import { AuthError } from '../../core/error.ts';
import type { SignInOutcome, SignInPolicy, UpstreamChallenge } from '../../core/login/sign-in.ts';
import { parseAnswer } from './answer.ts';
import { type Cognito, invalidResponse } from './call.ts';
import { beginEnrolment } from './enrolment.ts';
import { readUser } from './user.ts';

/** The steps that can follow a password or a code. */
const STEPS = CHALLENGE_NAMES.filter((name) => name !== 'WEB_AUTHN');
type Step = (typeof STEPS)[number];

type Parameters = Readonly<Record<string, string>>;

/**
 * @param typed The name that was sent to Cognito.
 * @throws {BAD_GATEWAY} if the answer is malformed.
 * @throws {INTERNAL_ERROR} if the user pool demands a step that this service does not have.
 */
export async function readOutcome(
  cognito: Cognito,
  output: InitiateAuthCommandOutput,
  typed: string,
  { enrol = false, ...options }: { abortSignal: AbortSignal } & Partial<SignInPolicy>,
): Promise<SignInOutcome> {
  const answer = parseAnswer(output);
  if (answer.ChallengeName === undefined) {
    const { RefreshToken: refreshToken, AccessToken } = answer.AuthenticationResult ?? {};
    if (!refreshToken) throw invalidResponse('no refresh token');
    const signedIn = { user: readUser(output, cognito.clientId), refreshToken };
    return enrol
      ? { challenge: await beginEnrolment(cognito, signedIn, AccessToken, options) }
      : signedIn;
  }
  const name = STEPS.find((known) => known === answer.ChallengeName);
  if (name === undefined) {
    const cause = new Error(`Cognito demands the step ${answer.ChallengeName}`);
    throw new AuthError('INTERNAL_ERROR', { cause });
  }
  if (!answer.Session) throw invalidResponse('a challenge without a session');
  const { USER_ID_FOR_SRP: username = typed, ...parameters } = answer.ChallengeParameters ?? {};
  const challenge = { name, username, handle: answer.Session };
  return {
    challenge:
      name === 'MFA_SETUP'
        ? await beginSetup(cognito, challenge, options)
        : { ...challenge, parameters: readParameters(name, parameters) },
  };
}

/** What the client needs for each step. The other parameters of Cognito stay here. */
function readParameters(
  name: Exclude<Step, 'MFA_SETUP'>,
  parameters: Parameters,
): UpstreamChallenge['parameters'] {
  switch (name) {
    case 'SOFTWARE_TOKEN_MFA':
      return {};
    case 'SMS_MFA':
    case 'EMAIL_OTP':
      return {
        delivery: {
          medium:
            parameters.CODE_DELIVERY_DELIVERY_MEDIUM ?? (name === 'SMS_MFA' ? 'SMS' : 'EMAIL'),
          destination: parameters.CODE_DELIVERY_DESTINATION ?? '',
        },
      };
    case 'SELECT_MFA_TYPE':
      return { options: parseList(parameters.MFAS_CAN_CHOOSE) };
    case 'NEW_PASSWORD_REQUIRED':
      return {
        // Cognito names them `userAttributes.name`.
        required_attributes: parseList(parameters.requiredAttributes ?? '[]').map((attribute) =>
          attribute.replace(/^userAttributes\./, ''),
        ),
      };
  }
}

/** @throws {BAD_GATEWAY} if the text is not a JSON list of texts. */
function parseList(text = ''): string[] {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.every((each) => typeof each === 'string')) return list;
  } catch {
    // Not JSON is as malformed as another value.
  }
  throw invalidResponse('a malformed list in the parameters of a challenge');
}

/** Obtains the secret of a new authenticator app, which the client needs to show. */
async function beginSetup(
  { client }: Cognito,
  challenge: Omit<UpstreamChallenge, 'parameters'>,
  options: { abortSignal: AbortSignal },
): Promise<UpstreamChallenge> {
  const command = new AssociateSoftwareTokenCommand({ Session: challenge.handle });
  const { SecretCode, Session } = await client.send(command, options);
  if (!SecretCode || !Session) throw invalidResponse('no secret for an authenticator app');
  return { ...challenge, handle: Session, parameters: { secret: SecretCode } };
}
