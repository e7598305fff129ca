/** Errors of passwords, tokens, CAPTCHAs and further steps of a sign-in. */

import type { ErrorRow } from './row.ts';

export const CREDENTIAL_ERRORS = {
  INVALID_CREDENTIALS: {
    status: 401,
    message: 'Incorrect username or password',
    action: 'login',
    challenge: null,
  },
  NOT_AUTHENTICATED: {
    status: 401,
    message: 'No authentication provided',
    action: 'login',
    challenge: null,
    gateway: ['UNAUTHORIZED'],
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
    // This type has one status and no logic. The authorizer's context therefore names the code.
    gateway: ['ACCESS_DENIED'],
  },
  TOKEN_EXPIRED: {
    status: 401,
    message: 'Session token has expired',
    action: 'refresh',
    challenge: 'invalid_token',
    reason: 'Session JWT expired',
    variants: {
      unvalidated: {
        message: 'Session must be refreshed',
        details: { reason: 'The user was not confirmed recently' },
      },
    },
  },
  INVALID_REFRESH_TOKEN: {
    status: 401,
    message: 'Refresh token is invalid or expired',
    action: 'login',
    challenge: null,
    clearsCookie: true,
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
  },
  CHALLENGE_REQUIRED: {
    status: 403,
    message: 'Another sign-in step is required',
    action: 'complete_challenge',
    setsCookie: 'challenge',
  },
} as const satisfies Record<string, ErrorRow>;
