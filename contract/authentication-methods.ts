/**
 * The methods by which a user has proved who they are, as values of `amr` (RFC 8176 section 2):
 * `pwd` is a password, `otp` a one-time password, `sms` a code by text message, and `mfa` the use of
 * more than one factor.
 */
export const AUTHENTICATION_METHODS = ['pwd', 'otp', 'sms', 'mfa'] as const;
export type AuthenticationMethod = (typeof AUTHENTICATION_METHODS)[number];
