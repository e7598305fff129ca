/**
 * The methods by which a user has proved who they are, as values of `amr` (RFC 8176 section 2):
 * `pwd` is a password, `otp` a one-time password, `sms` a code by text message, `swk` the key of a
 * passkey, and `mfa` the use of more than one factor. Nothing proves that the key of a passkey is in
 * hardware, so it is never `hwk`.
 */
export const AUTHENTICATION_METHODS = ['pwd', 'otp', 'sms', 'swk', 'mfa'] as const;
export type AuthenticationMethod = (typeof AUTHENTICATION_METHODS)[number];
