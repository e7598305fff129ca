import {
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { ChallengeAnswers, UpstreamAnswer } from '../../core/challenges/challenge-answers.ts';
import type { UpstreamChallenge } from '../../core/login/sign-in.ts';
import type { Report } from '../../core/ports.ts';
import { explainRefusedCode } from './authenticator-refusal.ts';
import { type Cognito, callCognito, computeSecretHash, invalidResponse } from './call.ts';
import { completeEnrolment, keepPasskeys } from './enrolment.ts';
import type { Overrides } from './exceptions.ts';
import { readOutcome } from './outcome.ts';
import { nameBrokenRule } from './password-rejection.ts';

/** The user has proved the password, but may have been disabled or changed since. */
export const ANSWER_OVERRIDES = {
  UserNotConfirmedException: 'INVALID_CHALLENGE',
  PasswordResetRequiredException: 'INVALID_CHALLENGE',
  UserNotFoundException: 'INVALID_CHALLENGE',
  SoftwareTokenMFANotFoundException: 'INVALID_CHALLENGE',
  MFAMethodNotFoundException: 'INVALID_CHALLENGE',
  WrongPassword: 'INVALID_CHALLENGE',
  UserDisabled: 'INVALID_CHALLENGE',
  UserUnknown: 'INVALID_CHALLENGE',
  TemporaryPasswordExpired: 'INVALID_CHALLENGE',
  AccountExpired: 'INVALID_CHALLENGE',
  SessionRejected: 'INVALID_CHALLENGE',
  RefreshTokenRejected: 'INVALID_CHALLENGE',
  AccessTokenRejected: 'INVALID_CHALLENGE',
  CodeMismatchException: 'INVALID_CODE',
  EnableSoftwareTokenMFAException: 'INVALID_CODE',
  // Cognito says so of a code by SMS or e-mail that is too old.
  ExpiredCodeException: 'CODE_EXPIRED',
  InvalidPasswordException: 'PASSWORD_REJECTED',
  PasswordHistoryPolicyViolationException: 'PASSWORD_REJECTED',
  PasswordAttemptsExceeded: 'TOO_MANY_REQUESTS',
  UnknownRefusal: 'BAD_GATEWAY',
} as const satisfies Overrides;

/** With an authenticator app, this exception means that the code was used before. */
export const AUTHENTICATOR_OVERRIDES = {
  ...ANSWER_OVERRIDES,
  ExpiredCodeException: 'INVALID_CODE',
} as const satisfies Overrides;

/**
 * With a passkey, these exceptions mean that it was not accepted. AWS documents no message for that.
 */
export const PASSKEY_ANSWER_OVERRIDES = {
  ...ANSWER_OVERRIDES,
  InvalidParameterException: 'PASSKEY_REJECTED',
  UnknownRefusal: 'PASSKEY_REJECTED',
  WrongPassword: 'PASSKEY_REJECTED',
} as const satisfies Overrides;

/** The member of Cognito's `ChallengeResponses` that holds the answer. */
const RESPONSES = {
  NEW_PASSWORD_REQUIRED: 'NEW_PASSWORD',
  SOFTWARE_TOKEN_MFA: 'SOFTWARE_TOKEN_MFA_CODE',
  SMS_MFA: 'SMS_MFA_CODE',
  EMAIL_OTP: 'EMAIL_OTP_CODE',
  SELECT_MFA_TYPE: 'ANSWER',
  WEB_AUTHN: 'CREDENTIAL',
} as const satisfies Partial<Record<UpstreamChallenge['name'], string>>;

/**
 * Answers challenges with Cognito's `RespondToAuthChallenge`.
 * @param timeoutMs limit of an answer in milliseconds
 * @param report receives a failure that does not change the outcome
 */
export function cognitoChallengeAnswers(
  cognito: Cognito,
  timeoutMs: number,
  report: Report,
): ChallengeAnswers {
  return {
    async answer(challenge, answer, policy) {
      const { name, username, handle } = challenge;
      // The hash is over the name that is sent.
      const SECRET_HASH = await computeSecretHash(cognito, username);
      const call = {
        timeoutMs,
        overrides: overridesOf(name),
        secrets: [username, handle, answer.value, ...Object.values(answer.attributes)],
      };
      return callCognito(call, async (options) => {
        if (challenge.hasTokens) {
          return completeEnrolment(cognito, challenge, answer.value, options);
        }
        const verified =
          name === 'MFA_SETUP'
            ? { Session: await verifyAuthenticator(cognito, challenge, answer, options), own: {} }
            : { Session: handle, own: responsesOf(name, answer) };
        const command = new RespondToAuthChallengeCommand({
          ClientId: cognito.clientId,
          ChallengeName: name,
          Session: verified.Session,
          ChallengeResponses: { USERNAME: username, SECRET_HASH, ...verified.own },
        });
        const output = await cognito.client.send(command, options);
        if (name === 'MFA_SETUP') await keepPasskeys(cognito, output, options).catch(report);
        return readOutcome(cognito, output, username, { ...options, ...policy });
      }).catch(isAuthenticator(name) ? explainRefusedCode : nameBrokenRule);
    },
  };
}

const isAuthenticator = (name: UpstreamChallenge['name']): boolean =>
  name === 'SOFTWARE_TOKEN_MFA' || name === 'MFA_SETUP';

function overridesOf(name: UpstreamChallenge['name']): Overrides {
  if (name === 'WEB_AUTHN') return PASSKEY_ANSWER_OVERRIDES;
  return isAuthenticator(name) ? AUTHENTICATOR_OVERRIDES : ANSWER_OVERRIDES;
}

const responsesOf = (
  name: keyof typeof RESPONSES,
  { value, attributes }: UpstreamAnswer,
): Record<string, string> => ({
  [RESPONSES[name]]: value,
  ...Object.fromEntries(
    Object.entries(attributes).map(([attribute, text]) => [`userAttributes.${attribute}`, text]),
  ),
});

/** Proves a new authenticator app. Returns the session with which its set-up is completed. */
async function verifyAuthenticator(
  { client }: Cognito,
  { handle }: UpstreamChallenge,
  { value }: UpstreamAnswer,
  options: { abortSignal: AbortSignal },
): Promise<string> {
  const command = new VerifySoftwareTokenCommand({ Session: handle, UserCode: value });
  const { Session } = await client.send(command, options);
  if (!Session) throw invalidResponse('no session after the proof of an authenticator app');
  return Session;
}
