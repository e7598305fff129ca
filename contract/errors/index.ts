/**
 * The error table: one row for every code a client can meet. Handlers, gateway responses, OpenAPI,
 * the errors page, client types and tests derive from it; nothing about an error is written
 * anywhere else.
 */

import { REQUEST, SESSION } from '../limits.ts';

/** Seconds, bytes. */
const DAY = 86_400;
const KIB = 1_024;

export type Action =
  | 'fix_request'
  | 'login'
  | 'refresh'
  | 'retry'
  | 'solve_captcha'
  | 'complete_challenge'
  | 'reset_password'
  | 'confirm_account'
  | 'contact_support';

/** What one cause of a code says differently from its row. */
export interface ErrorVariant {
  message?: string;
  action?: Action;
  details?: Readonly<Record<string, string>>;
}

export interface ErrorRow extends Required<Pick<ErrorVariant, 'message' | 'action'>> {
  /** HTTP status, the same on the wire and in the body. */
  status: number;
  /** `{name}` in a message is filled from `details`. */
  message: string;
  /** What the client should do next: `details.action`. */
  action: Action;
  /** Members of `details` that never change. */
  details?: Readonly<Record<string, string>>;
  /** Named causes with a text of their own. */
  variants?: Readonly<Record<string, ErrorVariant>>;
  /**
   * Seconds to wait when nothing better is known: `details.retry_after` and the `Retry-After`
   * header.
   */
  retryAfter?: number;
  /**
   * `error` of the Bearer challenge (RFC 6750 section 3.1); null for a challenge without one, which
   * is right where no token came.
   */
  challenge?: 'invalid_token' | null;
  /** The refresh cookie is of no use any more and is cleared with the answer. */
  clearsCookie?: true;
  /** API Gateway response types that are this error. */
  gateway?: readonly string[];
  /** The errors page: one line for tables, then causes and what to do. */
  description: string;
  causes: readonly string[];
  solution: readonly string[];
  /** Members of `details` in an example, beside the fixed ones. */
  example?: Readonly<Record<string, unknown>>;
}

export const ERRORS = {
  BAD_REQUEST: {
    status: 400,
    message: '{field} {issue}',
    action: 'fix_request',
    variants: {
      missing_cookie: {
        message: 'No refresh token available',
        action: 'login',
        details: { field: 'refresh_token', issue: 'Cookie not found in request' },
      },
      gateway: {
        message: 'The request could not be read',
        details: { field: 'request', issue: 'is malformed' },
      },
    },
    gateway: [
      'DEFAULT_4XX',
      'BAD_REQUEST_BODY',
      'BAD_REQUEST_PARAMETERS',
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    description: 'Missing or malformed request data',
    causes: [
      'Missing `username` or `password` fields',
      'Invalid JSON format',
      'Missing refresh token cookie',
      'A field that is too long, or a header that came twice',
    ],
    solution: [
      'Read `details.field` and `details.issue`',
      'Verify request body format',
      'Ensure cookies are enabled and sent with request',
      'Check that all required fields are present',
    ],
    example: { field: 'username', issue: 'is required' },
  },
  INVALID_CREDENTIALS: {
    status: 401,
    message: 'Incorrect username or password',
    action: 'login',
    challenge: null,
    description: 'Wrong username/password',
    causes: [
      'The password is wrong, the user does not exist or may not sign in. The answer never tells which',
    ],
    solution: [
      'Check credentials and retry',
      'Do not reveal which field was wrong',
      'Offer a password reset',
    ],
  },
  NOT_AUTHENTICATED: {
    status: 401,
    message: 'No authentication provided',
    action: 'login',
    challenge: null,
    gateway: ['UNAUTHORIZED'],
    description: 'No authentication provided',
    causes: ['No `Authorization` header', 'An `Authorization` header that is not `Bearer`'],
    solution: ['Include Authorization header', 'Send `Authorization: Bearer <token>`'],
  },
  INVALID_TOKEN: {
    status: 401,
    message: 'Invalid session token',
    action: 'login',
    challenge: 'invalid_token',
    variants: {
      signature: {
        message: 'Token signature verification failed',
        details: { reason: 'Token has been tampered with or is malformed' },
      },
      malformed: {
        message: 'Token is malformed',
        details: { reason: 'Token has been tampered with or is malformed' },
      },
      claims: {
        message: 'Token was not issued for this service',
        details: { reason: 'Token has another issuer, audience or algorithm' },
      },
      revoked: {
        message: 'Session has ended',
        details: { reason: 'Session was signed out or revoked' },
      },
    },
    /**
     * The authorizer's refusals: its context names the code, since this type has one status and no
     * logic.
     */
    gateway: ['ACCESS_DENIED'],
    description: 'Token signature invalid',
    causes: [
      'The token was changed, or signed with another key',
      'It is for another service',
      'Its session was signed out or revoked',
    ],
    solution: ['Re-login to get new token'],
  },
  TOKEN_EXPIRED: {
    status: 401,
    message: 'Session token has expired',
    action: 'refresh',
    challenge: 'invalid_token',
    description: 'Session JWT expired',
    causes: [`The session JWT is past its ${SESSION.jwtLifetime / DAY} days`],
    solution: [
      'Refresh token or re-login',
      'Call `/api/auth/refresh` with the refresh cookie; if that fails with 401, log in again',
    ],
  },
  INVALID_REFRESH_TOKEN: {
    status: 401,
    message: 'Refresh token is invalid or expired',
    action: 'login',
    challenge: null,
    clearsCookie: true,
    description: 'Refresh token invalid/expired',
    causes: [
      'The session ended, expired or was revoked',
      'The token was used before, or is forged',
    ],
    solution: ['User must log in again', 'Clear local state'],
  },
  CAPTCHA_REQUIRED: {
    status: 403,
    message: 'Solve a CAPTCHA to continue',
    action: 'solve_captcha',
    variants: {
      invalid: { details: { issue: 'The CAPTCHA solution is invalid' } },
      expired: { details: { issue: 'The CAPTCHA solution has expired' } },
      used: { details: { issue: 'The CAPTCHA solution was used before' } },
    },
    description: 'Too many failed sign-ins',
    causes: ['Several failed sign-ins for this account or from this address'],
    solution: [
      'GET `details.captcha.challenge_url`, solve it with the ALTCHA widget or library',
      'Send the login again with the solution in `captcha`',
    ],
    example: { captcha: { provider: 'altcha', challenge_url: '/api/auth/captcha' } },
  },
  CHALLENGE_REQUIRED: {
    status: 403,
    message: 'Another sign-in step is required',
    action: 'complete_challenge',
    description: 'Cognito wants another step',
    causes: [
      'The account has multi-factor authentication',
      'A temporary password must be replaced',
    ],
    solution: [
      'Read `details.challenge`',
      'Complete the step where your organisation manages accounts',
    ],
    example: { challenge: { name: 'SOFTWARE_TOKEN_MFA', parameters: {} } },
  },
  USER_NOT_CONFIRMED: {
    status: 403,
    message: 'The account is not confirmed',
    action: 'confirm_account',
    clearsCookie: true,
    description: 'Account not confirmed; only told to the holder of a session',
    causes: ['The account of a signed-in user lost its confirmation'],
    solution: ['Confirm the account, then log in'],
  },
  PASSWORD_RESET_REQUIRED: {
    status: 403,
    message: 'The password must be reset',
    action: 'reset_password',
    clearsCookie: true,
    description: 'Password reset required; only told to the holder of a session',
    causes: ['An administrator asked the signed-in user to choose a new password'],
    solution: ['Reset the password, then log in'],
  },
  ORIGIN_NOT_ALLOWED: {
    status: 403,
    message: 'This origin may not call the API',
    action: 'contact_support',
    description: 'Cross-site request from an unknown origin',
    causes: ['A page on another origin called the API, and its origin is not in `allowedOrigins`'],
    solution: ['Serve the page from the API’s own origin, or add its origin to `allowedOrigins`'],
  },
  FORBIDDEN: {
    status: 403,
    message: 'The request was refused',
    action: 'contact_support',
    gateway: ['WAF_FILTERED', 'INVALID_API_KEY'],
    description: 'Refused by the firewall',
    causes: ['A firewall rule matched the request'],
    solution: ['Contact support with the `X-Request-Id` of the response'],
  },
  NOT_FOUND: {
    status: 404,
    message: 'No such route',
    action: 'fix_request',
    gateway: [
      'RESOURCE_NOT_FOUND',
      'MISSING_AUTHENTICATION_TOKEN',
      'INVALID_SIGNATURE',
      'EXPIRED_TOKEN',
    ],
    description: 'No such route',
    causes: ['The path or the method is wrong'],
    solution: ['Check the path and the method'],
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    message: 'The request is too large',
    action: 'fix_request',
    details: { field: 'body', issue: 'is too large' },
    gateway: ['REQUEST_TOO_LARGE'],
    description: 'Request body too large',
    causes: [`The body is larger than ${REQUEST.bodyBytes / KIB} KiB`],
    solution: ['Send only the documented fields'],
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    message: 'Too many requests',
    action: 'retry',
    retryAfter: 1,
    gateway: ['THROTTLED', 'QUOTA_EXCEEDED'],
    description: 'Throttled',
    causes: [
      'Too many requests in a short time',
      'Too many failed sign-ins at one account from one address',
    ],
    solution: ['Wait `details.retry_after` seconds, then retry'],
  },
  INTERNAL_ERROR: {
    status: 500,
    message: 'Request failed due to server error',
    action: 'retry',
    retryAfter: 1,
    variants: {
      login: { message: 'Login failed due to server error' },
      refresh: { message: 'Token refresh failed due to server error' },
      logout: { message: 'Logout failed due to server error' },
      session: { message: 'Session check failed due to server error' },
      captcha: { message: 'CAPTCHA failed due to server error' },
    },
    gateway: [
      'DEFAULT_5XX',
      'API_CONFIGURATION_ERROR',
      'AUTHORIZER_FAILURE',
      'AUTHORIZER_CONFIGURATION_ERROR',
      'INTEGRATION_FAILURE',
    ],
    description: 'Server-side error during authentication',
    causes: [
      'Database connection issue',
      'JWT signing key not configured',
      'User pool misconfigured',
    ],
    solution: [
      'Retry with exponential backoff',
      'Check status page for incidents',
      'Contact support if persistent, with `details.request_id`',
    ],
  },
  BAD_GATEWAY: {
    status: 502,
    message: 'Invalid response from authentication server',
    action: 'retry',
    details: { upstream: 'AWS Cognito' },
    retryAfter: 2,
    description: 'Invalid response from AWS Cognito',
    causes: ['Cognito is unreachable, timed out or failed', 'Its answer could not be understood'],
    solution: [
      'Retry after a few seconds',
      'Check AWS Cognito service status',
      'Contact support if persistent, with `details.request_id`',
    ],
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    message: 'The service is busy',
    action: 'retry',
    retryAfter: 2,
    description: 'Upstream is throttling the service',
    causes: ['Cognito throttles the service', 'Signing keys are being read'],
    solution: ['Wait `details.retry_after` seconds, then retry'],
  },
  GATEWAY_TIMEOUT: {
    status: 504,
    message: 'The service took too long to answer',
    action: 'retry',
    retryAfter: 2,
    gateway: ['INTEGRATION_TIMEOUT'],
    description: 'The gateway gave up waiting',
    causes: ['The service did not answer in time'],
    solution: ['Retry after a few seconds'],
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** The named causes of a code; `never` where it has none. */
export type VariantOf<C extends ErrorCode> = (typeof ERRORS)[C] extends { variants: infer V }
  ? keyof V
  : never;

/** The row of a code, widened to the shape all rows share. */
export const errorRow = (code: ErrorCode): ErrorRow => ERRORS[code];

/** The code's heading on the errors page: `INVALID_TOKEN` is `invalid-token`. */
export const anchorOf = (code: ErrorCode): string => code.toLowerCase().replaceAll('_', '-');

/** Where the errors page lives unless a stage says otherwise. */
export const DOCUMENTATION_URL = 'https://docs.chordian.ai/authentication/errors';
