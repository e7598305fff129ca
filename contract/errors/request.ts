/** Errors of requests that are malformed, not allowed, too large or too many. */

import type { ErrorRow } from './row.ts';

export const REQUEST_ERRORS = {
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
  },
  ORIGIN_NOT_ALLOWED: {
    status: 403,
    message: 'The origin {origin} may not call the API',
    action: 'fix_request',
    variants: {
      unnamed: { message: 'This origin may not call the API' },
    },
  },
  FORBIDDEN: {
    status: 403,
    message: 'The request was refused',
    action: 'contact_support',
    gateway: ['WAF_FILTERED', 'INVALID_API_KEY'],
  },
  NOT_FOUND: {
    status: 404,
    message: 'No such route',
    action: 'fix_request',
    variants: { passkey: { message: 'No such passkey' } },
    gateway: [
      'RESOURCE_NOT_FOUND',
      'MISSING_AUTHENTICATION_TOKEN',
      'INVALID_SIGNATURE',
      'EXPIRED_TOKEN',
    ],
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    message: 'The request is too large',
    action: 'fix_request',
    details: { field: 'body', issue: 'is too large' },
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    message: 'Too many requests',
    action: 'retry',
    retryAfter: 1,
    variants: {
      account: {
        message: 'Too many sign-in attempts for this account',
        action: 'reset_password',
      },
    },
    gateway: ['THROTTLED', 'QUOTA_EXCEEDED'],
  },
} as const satisfies Record<string, ErrorRow>;
