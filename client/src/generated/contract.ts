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
  | 'reenter_password';
/** `details` of each code. */
export interface ErrorDetails {
  PASSWORD_REJECTED: { action: 'reenter_password'; rules: ReadonlyArray<string>; min_length: number; retry_after?: number | undefined };
  BAD_REQUEST: { action: 'fix_request' | 'login'; field: string; issue: string; retry_after?: number | undefined };
  INVALID_CREDENTIALS: { action: 'login'; retry_after?: number | undefined };
  NOT_AUTHENTICATED: { action: 'login'; retry_after?: number | undefined };
  INVALID_TOKEN: { action: 'login'; reason?: string | undefined; retry_after?: number | undefined };
  TOKEN_EXPIRED: { action: 'refresh'; reason?: string | undefined; retry_after?: number | undefined };
  INVALID_REFRESH_TOKEN: { action: 'login'; retry_after?: number | undefined };
  CAPTCHA_REQUIRED: { action: 'solve_captcha'; issue?: string | undefined; captcha: { provider: string; challenge_url: string }; retry_after?: number | undefined };
  CHALLENGE_REQUIRED: { action: 'complete_challenge'; challenge: { name: string; parameters: Readonly<Record<string, unknown>> }; retry_after?: number | undefined };
  USER_NOT_CONFIRMED: { action: 'confirm_account'; retry_after?: number | undefined };
  PASSWORD_RESET_REQUIRED: { action: 'reset_password'; retry_after?: number | undefined };
  ORIGIN_NOT_ALLOWED: { action: 'fix_request'; origin?: string | undefined; retry_after?: number | undefined };
  FORBIDDEN: { action: 'contact_support'; retry_after?: number | undefined };
  NOT_FOUND: { action: 'fix_request'; retry_after?: number | undefined };
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
  session: { input: undefined; output: { user: { sub: string; username: string; email: string | null; groups: ReadonlyArray<string> }; session: { id: string; issued_at: string; expires_at: string } } };
  /** A signed proof-of-work challenge. `GET /api/auth/captcha` */
  captcha: { input: { account: string }; output: { parameters: { algorithm: string; nonce: string; salt: string; cost: number; keyLength: number; keyPrefix: string; expiresAt: number }; signature: string } };
  /** The public keys that verify session JWTs. `GET /api/auth/jwks` */
  jwks: { input: undefined; output: { keys: ReadonlyArray<{ kty: 'EC'; crv: 'P-256'; x: string; y: string; kid: string; use: 'sig'; alg: 'ES256' }> } };
  /** Where the user is signed in. `GET /api/auth/sessions` */
  listSessions: { input: undefined; output: { sessions: ReadonlyArray<{ id: string; device: string | null; network: string; created_at: string; last_used_at: string; current: boolean }> } };
  /** End one session of the user. `DELETE /api/auth/sessions/{id}` */
  endSession: { input: { id: string }; output: undefined };
  /** End all other sessions of the user. `DELETE /api/auth/sessions` */
  endOtherSessions: { input: undefined; output: undefined };
}

/**
 * Method, path and traits of each route. `input` is sent as path parameters, and the rest as the
 * query of a GET or DELETE, or as a JSON body. `bearer` sends the session JWT. `captcha` may demand a
 * CAPTCHA. `challenge` answers the current challenge. `keepalive` outlives the page. `repeatable`
 * may be sent again after a failure, as every GET. A success `begins` or `ends` the session.
 */
export const COMMON_PATH = '/api/auth/';
export const ROUTES = {
  login: 'POST login input captcha repeatable begins',
  refresh: 'POST refresh keepalive repeatable begins',
  logout: 'POST logout bearer keepalive repeatable ends',
  session: 'GET session bearer',
  captcha: 'GET captcha input',
  jwks: 'GET jwks',
  listSessions: 'GET sessions bearer',
  endSession: 'DELETE sessions/{id} input bearer repeatable',
  endOtherSessions: 'DELETE sessions bearer repeatable',
} as const;
