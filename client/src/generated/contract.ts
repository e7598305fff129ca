// `npm run docs:generate` writes this file from contract/. Do not edit it.

/** What the client should do next. */
export type Action =
  | 'fix_request'
  | 'login'
  | 'refresh'
  | 'retry'
  | 'solve_captcha'
  | 'complete_challenge'
  | 'reset_password'
  | 'confirm_account'
  | 'contact_support'
  | 'reenter_code'
  | 'reenter_password'
  | 'request_code'
  | 'reauthenticate';
/** `details` of each code. */
export interface ErrorDetails {
  INVALID_CODE: { action: 'reenter_code'; alternative_action?: string | undefined; issue?: string | undefined; retry_after?: number | undefined };
  CODE_EXPIRED: { action: 'request_code'; retry_after?: number | undefined };
  INVALID_CHALLENGE: { action: 'login' | 'fix_request'; field?: string | undefined; issue?: string | undefined; retry_after?: number | undefined };
  WRONG_PASSWORD: { action: 'reenter_password'; retry_after?: number | undefined };
  PASSWORD_REJECTED: { action: 'reenter_password'; rules: ReadonlyArray<string>; min_length: number; retry_after?: number | undefined };
  PASSKEY_REJECTED: { action: 'login' | 'fix_request'; field?: string | undefined; issue?: string | undefined; retry_after?: number | undefined };
  BAD_REQUEST: { action: 'fix_request' | 'login'; field: string; issue: string; retry_after?: number | undefined };
  INVALID_CREDENTIALS: { action: 'login'; retry_after?: number | undefined };
  NOT_AUTHENTICATED: { action: 'login'; retry_after?: number | undefined };
  INVALID_TOKEN: { action: 'login'; reason?: string | undefined; retry_after?: number | undefined };
  TOKEN_EXPIRED: { action: 'refresh'; reason?: string | undefined; retry_after?: number | undefined };
  INVALID_REFRESH_TOKEN: { action: 'login'; retry_after?: number | undefined };
  CAPTCHA_REQUIRED: { action: 'solve_captcha'; issue?: string | undefined; captcha: { provider: string; challenge_url: string }; retry_after?: number | undefined };
  CHALLENGE_REQUIRED: { action: 'complete_challenge'; challenge: { name: string; token: string; parameters: Readonly<Record<string, unknown>> }; retry_after?: number | undefined };
  USER_NOT_CONFIRMED: { action: 'confirm_account'; retry_after?: number | undefined };
  PASSWORD_RESET_REQUIRED: { action: 'reset_password'; retry_after?: number | undefined };
  REAUTHENTICATION_REQUIRED: { action: 'reauthenticate'; retry_after?: number | undefined };
  ORIGIN_NOT_ALLOWED: { action: 'fix_request'; origin?: string | undefined; retry_after?: number | undefined };
  FORBIDDEN: { action: 'contact_support'; retry_after?: number | undefined };
  NOT_FOUND: { action: 'fix_request'; retry_after?: number | undefined };
  CONFLICT: { action: 'fix_request'; field: string; issue: string; retry_after?: number | undefined };
  PAYLOAD_TOO_LARGE: { action: 'fix_request'; field: string; issue: string; retry_after?: number | undefined };
  TOO_MANY_REQUESTS: { action: 'retry' | 'reset_password'; retry_after?: number | undefined };
  INTERNAL_ERROR: { action: 'retry'; request_id: string; retry_after?: number | undefined };
  BAD_GATEWAY: { action: 'retry'; upstream: string; request_id: string; retry_after?: number | undefined };
  SERVICE_UNAVAILABLE: { action: 'retry'; request_id: string; retry_after?: number | undefined };
  GATEWAY_TIMEOUT: { action: 'retry'; request_id: string; retry_after?: number | undefined };
}

/** Input and output of each method. */
export interface Routes {
  /** Exchange a username and password for a session. `POST /api/auth/login` */
  login: { input: { username: string; password: string; captcha?: string | undefined }; output: { token: string; expiresIn: 1296000; refreshToken: 'Set in httpOnly cookie' } };
  /** Rotate the refresh cookie and get a new session JWT. `POST /api/auth/refresh` */
  refresh: { input: undefined; output: { token: string; expiresIn: 1296000; refreshToken: 'Set in httpOnly cookie' } };
  /** End the session and clear the cookie. `POST /api/auth/logout` */
  logout: { input: undefined; output: undefined };
  /** Who is signed in, and until when. `GET /api/auth/session` */
  session: { input: undefined; output: { user: { sub: string; username: string; email: string | null; groups: ReadonlyArray<string> }; session: { id: string; issued_at: string; expires_at: string; authenticated_at: string; amr: ReadonlyArray<'pwd' | 'otp' | 'sms' | 'swk' | 'mfa'> } } };
  /** A signed proof-of-work challenge. `GET /api/auth/captcha` */
  captcha: { input: { account: string }; output: { parameters: { algorithm: string; nonce: string; salt: string; cost: number; keyLength: number; keyPrefix: string; expiresAt: number }; signature: string } };
  /** The public keys that verify session JWTs. `GET /api/auth/jwks` */
  jwks: { input: undefined; output: { keys: ReadonlyArray<{ kty: 'EC'; crv: 'P-256'; x: string; y: string; kid: string; use: 'sig'; alg: 'ES256' }> } };
  /** Answer a further step of a sign-in. `POST /api/auth/challenge` */
  challenge: { input: { challenge_token?: string | undefined; code?: string | undefined; new_password?: string | undefined; attributes?: Readonly<Record<string, string>> | undefined; answer?: string | undefined; credential?: { id: string; rawId: string; type: 'public-key'; authenticatorAttachment?: string | null | undefined; clientExtensionResults?: Readonly<Record<string, unknown>> | undefined; response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string | null | undefined } } | undefined }; output: { token: string; expiresIn: 1296000; refreshToken: 'Set in httpOnly cookie' } };
  /** Where the user is signed in. `GET /api/auth/sessions` */
  listSessions: { input: undefined; output: { sessions: ReadonlyArray<{ id: string; device: string | null; network: string; created_at: string; last_used_at: string; current: boolean }> } };
  /** End one session of the user. `DELETE /api/auth/sessions/{id}` */
  endSession: { input: { id: string }; output: undefined };
  /** End all other sessions of the user. `DELETE /api/auth/sessions` */
  endOtherSessions: { input: undefined; output: undefined };
  /** Confirm the identity of the signed-in user. `POST /api/auth/reauthenticate` */
  reauthenticate: { input: { password: string }; output: undefined };
  /** Change the password. `POST /api/auth/password/change` */
  changePassword: { input: { current_password: string; new_password: string }; output: undefined };
  /** What is stored about the user. `GET /api/auth/account` */
  getAccount: { input: undefined; output: { sub: string; username: string; email: string | null; email_verified: boolean; status: string; created_at: string; updated_at: string; attributes: Readonly<Record<string, string>>; groups: ReadonlyArray<string>; sessions: { count: number; current: { id: string; created_at: string; expires_at: string; authenticated_at: string } } } };
  /** Change attributes of the user. `PATCH /api/auth/account` */
  updateAccount: { input: { attributes: Readonly<Record<string, string | null>> }; output: { sub: string; username: string; email: string | null; email_verified: boolean; status: string; created_at: string; updated_at: string; attributes: Readonly<Record<string, string>>; groups: ReadonlyArray<string>; sessions: { count: number; current: { id: string; created_at: string; expires_at: string; authenticated_at: string } } } };
  /** Delete the account. `DELETE /api/auth/account` */
  deleteAccount: { input: undefined; output: undefined };
  /** Ask for another e-mail address. `POST /api/auth/email/change` */
  changeEmail: { input: { email: string }; output: { delivery: { medium: 'email'; destination: string } } };
  /** Confirm the new e-mail address. `POST /api/auth/email/confirm` */
  confirmEmail: { input: { code: string }; output: undefined };
  /** Sign up with an e-mail address. `POST /api/auth/signup` */
  signUp: { input: { username: string; captcha?: string | undefined; attributes?: Readonly<Record<string, string>> | undefined }; output: { delivery: { medium: 'email'; destination: string } } };
  /** Confirm an account and set its password. `POST /api/auth/signup/confirm` */
  confirmSignUp: { input: { username: string; code: string; password: string; attributes?: Readonly<Record<string, string>> | undefined }; output: undefined };
  /** Send the code of a new account again. `POST /api/auth/signup/resend` */
  resendCode: { input: { username: string; captcha?: string | undefined }; output: { delivery: { medium: 'email'; destination: string } } };
  /** Send a code that resets the password. `POST /api/auth/password/forgot` */
  forgotPassword: { input: { username: string; captcha?: string | undefined }; output: { delivery: { medium: 'email'; destination: string } } };
  /** Set a new password with a mailed code. `POST /api/auth/password/reset` */
  resetPassword: { input: { username: string; code: string; password: string }; output: undefined };
  /** Begin a sign-in without a password. `POST /api/auth/passwordless` */
  passwordless: { input: { username: string; method: 'email_code' | 'passkey'; captcha?: string | undefined }; output: { challenge: { name: 'EMAIL_OTP'; token: string; parameters: { delivery: { medium: 'EMAIL'; destination: string } } } | { name: 'WEB_AUTHN'; token: string; parameters: { options: { challenge: string; timeout: number; rpId: string; allowCredentials: ReadonlyArray<unknown>; userVerification: 'required' } } } } };
  /** List the passkeys of the user. `GET /api/auth/passkeys` */
  listPasskeys: { input: undefined; output: { passkeys: ReadonlyArray<{ id: string; name: string; created_at: string }> } };
  /** Begin the registration of a passkey. `POST /api/auth/passkeys/registration` */
  beginPasskey: { input: undefined; output: { options: Readonly<Record<string, unknown>>; registration_token: string } };
  /** Complete the registration of a passkey. `PUT /api/auth/passkeys/registration` */
  completePasskey: { input: { registration_token: string; credential: { id: string; rawId: string; type: 'public-key'; authenticatorAttachment?: string | null | undefined; clientExtensionResults?: Readonly<Record<string, unknown>> | undefined; response: { clientDataJSON: string; attestationObject: string; transports?: ReadonlyArray<string> | undefined } }; name?: string | undefined }; output: undefined };
  /** Rename a passkey. `PATCH /api/auth/passkeys/{id}` */
  renamePasskey: { input: ({ id: string }) & ({ name: string }); output: undefined };
  /** Remove a passkey. `DELETE /api/auth/passkeys/{id}` */
  removePasskey: { input: { id: string }; output: undefined };
  /** Which second factors the user has. `GET /api/auth/mfa` */
  getMfa: { input: undefined; output: { totp: { enabled: boolean }; required: boolean } };
  /** Begin the set-up of an authenticator app. `POST /api/auth/mfa/totp` */
  startTotp: { input: undefined; output: { secret: string; otpauth_uri: string } };
  /** Prove the authenticator app, and switch it on. `PUT /api/auth/mfa/totp` */
  enableTotp: { input: { code: string }; output: undefined };
  /** Switch the authenticator app off. `DELETE /api/auth/mfa/totp` */
  disableTotp: { input: undefined; output: undefined };
}

/**
 * Method, path and traits of each route. Input of `p` is sent as path parameters, and the rest as
 * the query. `j` sends the rest as a JSON body. `b` sends the session JWT. `c` answers the current
 * challenge. `k` outlives the page. `r` may be sent again after a failure. A success of `s` starts
 * the session, and one of `e` ends it.
 */
export const COMMON_PATH = '/api/auth/';
export const ROUTES = {
  login: 'POST login jrs',
  refresh: 'POST refresh krs',
  logout: 'POST logout bkre',
  session: 'GET session br',
  captcha: 'GET captcha pr',
  jwks: 'GET jwks r',
  challenge: 'POST challenge jcs',
  listSessions: 'GET sessions br',
  endSession: 'DELETE sessions/{id} pbr',
  endOtherSessions: 'DELETE sessions br',
  reauthenticate: 'POST reauthenticate jb',
  changePassword: 'POST password/change jb',
  getAccount: 'GET account br',
  updateAccount: 'PATCH account jb',
  deleteAccount: 'DELETE account be',
  changeEmail: 'POST email/change jb',
  confirmEmail: 'POST email/confirm jb',
  signUp: 'POST signup j',
  confirmSignUp: 'POST signup/confirm j',
  resendCode: 'POST signup/resend j',
  forgotPassword: 'POST password/forgot j',
  resetPassword: 'POST password/reset j',
  passwordless: 'POST passwordless j',
  listPasskeys: 'GET passkeys br',
  beginPasskey: 'POST passkeys/registration b',
  completePasskey: 'PUT passkeys/registration jb',
  renamePasskey: 'PATCH passkeys/{id} pjbr',
  removePasskey: 'DELETE passkeys/{id} pbr',
  getMfa: 'GET mfa br',
  startTotp: 'POST mfa/totp b',
  enableTotp: 'PUT mfa/totp jb',
  disableTotp: 'DELETE mfa/totp br',
} as const;
