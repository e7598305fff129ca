import type { Overrides } from './exceptions.ts';

/** The user was disabled, deleted or signed out since the access token was issued. */
export const REJECTED_USER = {
  AccessTokenRejected: 'INVALID_TOKEN',
  PasswordResetRequiredException: 'INVALID_TOKEN',
  UserDisabled: 'INVALID_TOKEN',
  UserNotConfirmedException: 'INVALID_TOKEN',
  UserNotFoundException: 'INVALID_TOKEN',
} as const satisfies Overrides;
