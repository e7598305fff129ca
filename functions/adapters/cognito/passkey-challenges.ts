import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { PASSKEYS } from '../../../contract/limits.ts';
import type {
  BegunPasskey,
  PasskeyChallenges,
} from '../../core/passwordless/passkey-challenges.ts';
import { type Cognito, callForOutcome, invalidResponse, type Outcomes } from './call.ts';
import { beginUserAuth, isActive } from './user-auth.ts';

/** The parts that are used of a `PublicKeyCredentialRequestOptionsJSON` of Web Authentication. */
const requestOptions = z.object({
  challenge: z.string().check(z.regex(/^[\w-]+$/)),
  allowCredentials: z.optional(z.array(z.object({ id: z.string() }))),
});

/** The exceptions that mean that the user cannot sign in by passkey now. */
const OUTCOMES: Outcomes<undefined> = {
  UserNotConfirmedException: undefined,
  PasswordResetRequiredException: undefined,
  UserNotFoundException: undefined,
  UserDisabled: undefined,
  UserUnknown: undefined,
  WrongPassword: undefined,
  PasswordAttemptsExceeded: undefined,
  UnknownRefusal: undefined,
};

/**
 * Begins sign-ins by passkey. Reading a user needs an IAM permission, the rest needs the secret of
 * the app client.
 * @param timeoutMs limit of both calls together
 */
export function cognitoPasskeyChallenges(
  cognito: Cognito,
  userPoolId: string,
  timeoutMs: number,
): PasskeyChallenges {
  // Cognito does not document the length of its challenges. All answers must have the same one, so
  // made-up challenges are as long as the last real one.
  let bytes: number = PASSKEYS.challengeBytes;
  const makeUp = (): string => randomBytes(bytes).toString('base64url');

  return {
    async begin(username) {
      const call = { outcomes: OUTCOMES, timeoutMs, secrets: [username] };
      const wanted = { username, challenge: 'WEB_AUTHN', isAllowed: isActive } as const;
      const begun = await callForOutcome<BegunPasskey | undefined>(call, async (options) => {
        const signIn = await beginUserAuth({ cognito, userPoolId }, wanted, options);
        // Only a user who exists can be asked for too often, so that must not be a 503.
        if (signIn === undefined || signIn === 'busy') return undefined;
        const { username: name, handle, parameters } = signIn;
        const { challenge, allowCredentials = [] } = parse(parameters.CREDENTIAL_REQUEST_OPTIONS);
        bytes = Buffer.from(challenge, 'base64url').length;
        const credentials = allowCredentials.map(({ id }) => id);
        return {
          challenge,
          upstream: { username: name, handle, ...(credentials.length > 0 && { credentials }) },
        };
      });
      return begun ?? { challenge: makeUp(), upstream: undefined };
    },
  };
}

/** @throws {BAD_GATEWAY} if the text is not JSON of this form. */
function parse(text = ''): z.output<typeof requestOptions> {
  try {
    return z.parse(requestOptions, JSON.parse(text));
  } catch {
    throw invalidResponse('malformed options of a passkey');
  }
}
