/**
 * What each refusal of Cognito means, by the call that met it. Names: API_InitiateAuth and
 * API_RevokeToken, "Errors".
 */

import type { ErrorCode } from '../../../contract/errors/index.ts';

export type Call = 'signIn' | 'revalidate' | 'revoke';

const OURS = {
  signIn: 'INTERNAL_ERROR',
  revalidate: 'INTERNAL_ERROR',
  revoke: 'INTERNAL_ERROR',
} as const;
const THEIRS = { signIn: 'BAD_GATEWAY', revalidate: 'BAD_GATEWAY', revoke: 'BAD_GATEWAY' } as const;
const BUSY = {
  signIn: 'SERVICE_UNAVAILABLE',
  revalidate: 'SERVICE_UNAVAILABLE',
  revoke: 'SERVICE_UNAVAILABLE',
} as const;

type Meaning = Readonly<Record<Call, ErrorCode>>;

export const EXCEPTIONS: Readonly<Record<string, Meaning>> = {
  // Told before the password is checked, so saying it at login would tell a stranger that the
  // account exists.
  UserNotConfirmedException: {
    ...OURS,
    signIn: 'INVALID_CREDENTIALS',
    revalidate: 'USER_NOT_CONFIRMED',
  },
  PasswordResetRequiredException: {
    ...OURS,
    signIn: 'INVALID_CREDENTIALS',
    revalidate: 'PASSWORD_RESET_REQUIRED',
  },
  UserNotFoundException: {
    ...OURS,
    signIn: 'INVALID_CREDENTIALS',
    revalidate: 'INVALID_REFRESH_TOKEN',
  },

  TooManyRequestsException: BUSY,
  LimitExceededException: { ...BUSY, signIn: 'TOO_MANY_REQUESTS' },

  InternalErrorException: THEIRS,
  InvalidLambdaResponseException: THEIRS,
  UnexpectedLambdaException: THEIRS,
  UserLambdaValidationException: THEIRS,

  FeatureUnavailableInTierException: OURS,
  ForbiddenException: OURS,
  InvalidEmailRoleAccessPolicyException: OURS,
  InvalidParameterException: OURS,
  InvalidSmsRoleAccessPolicyException: OURS,
  InvalidSmsRoleTrustRelationshipException: OURS,
  InvalidUserPoolConfigurationException: OURS,
  OperationNotEnabledException: OURS,
  ResourceNotFoundException: OURS,
  UnauthorizedException: OURS,
  UnsupportedOperationException: OURS,
  UnsupportedTokenTypeException: OURS,
};

/**
 * NotAuthorizedException says by its message alone what it means. A sentence that is not here is
 * unknown.
 */
export const NOT_AUTHORIZED: readonly (Meaning & { message: RegExp })[] = [
  { message: /^incorrect username or password/i, ...OURS, signIn: 'INVALID_CREDENTIALS' },
  {
    message: /^user is disabled/i,
    ...OURS,
    signIn: 'INVALID_CREDENTIALS',
    revalidate: 'INVALID_REFRESH_TOKEN',
  },
  {
    message: /^user does not exist/i,
    ...OURS,
    signIn: 'INVALID_CREDENTIALS',
    revalidate: 'INVALID_REFRESH_TOKEN',
  },
  { message: /^temporary password has expired/i, ...OURS, signIn: 'INVALID_CREDENTIALS' },
  { message: /^user account has expired/i, ...OURS, signIn: 'INVALID_CREDENTIALS' },
  { message: /^password attempts exceeded/i, ...OURS, signIn: 'TOO_MANY_REQUESTS' },
  {
    message: /^(invalid refresh token|refresh token has (been revoked|expired))/i,
    ...OURS,
    revalidate: 'INVALID_REFRESH_TOKEN',
  },
  { message: /secret ?hash|client .*secret/i, ...OURS },
];

/**
 * A NotAuthorizedException that says something new: at sign-in it may be anything, later our own
 * set-up is at fault.
 */
const UNKNOWN_REFUSAL: Meaning = { ...OURS, signIn: 'BAD_GATEWAY' };

/**
 * The code for what a call threw. What is not Cognito's own exception is a fault between it and us.
 */
export function codeOf(call: Call, error: unknown): ErrorCode {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  if (name === 'NotAuthorizedException') {
    return (NOT_AUTHORIZED.find((row) => row.message.test(message)) ?? UNKNOWN_REFUSAL)[call];
  }
  return (Object.hasOwn(EXCEPTIONS, name) ? EXCEPTIONS[name] : undefined)?.[call] ?? 'BAD_GATEWAY';
}
