import type { CREDENTIAL_ERRORS } from '../../contract/errors/credentials.ts';
import { SESSION } from '../../contract/limits.ts';
import type { ErrorProse } from './prose.ts';

/** Seconds. */
const DAY = 86_400;

export const CREDENTIAL_PROSE: Readonly<Record<keyof typeof CREDENTIAL_ERRORS, ErrorProse>> = {
  INVALID_CREDENTIALS: {
    description: 'Wrong username/password',
    causes: [
      'The password is wrong, the user does not exist or may not sign in. ' +
        'The answer never tells which',
    ],
    solution: [
      'Check credentials and retry',
      'Do not reveal which field was wrong',
      'Offer a password reset',
    ],
  },
  NOT_AUTHENTICATED: {
    description: 'No authentication provided',
    causes: ['No `Authorization` header', 'An `Authorization` header that is not `Bearer`'],
    solution: ['Include Authorization header', 'Send `Authorization: Bearer <token>`'],
  },
  INVALID_TOKEN: {
    description: 'Token signature invalid',
    causes: [
      'The token was changed, or signed with another key',
      'It is for another service',
      'Its session was signed out or revoked',
    ],
    solution: ['Re-login to get new token'],
  },
  TOKEN_EXPIRED: {
    description: 'Session JWT expired',
    causes: [
      `The session JWT is past its ${SESSION.jwtLifetime / DAY} days`,
      'Cognito has not confirmed the user for a day, for example because the session was not used. ' +
        'A stage may set another time',
    ],
    solution: [
      'Refresh token or re-login',
      'Call `/api/auth/refresh` with the refresh cookie; if that fails with 401, log in again',
    ],
  },
  INVALID_REFRESH_TOKEN: {
    description: 'Refresh token invalid/expired',
    causes: [
      'The session ended, expired or was revoked',
      'The token was used before, or is forged',
    ],
    solution: ['User must log in again', 'Clear local state'],
  },
  CAPTCHA_REQUIRED: {
    description: 'Too many failed sign-ins',
    causes: [
      'Several sign-ins for this account from this network',
      'Many sign-ins for other accounts from this network',
    ],
    solution: [
      'GET `details.captcha.challenge_url` as it is, and solve the challenge with the ALTCHA widget or library',
      'Send the login again with the solution in `captcha`',
    ],
    example: {
      captcha: {
        provider: 'altcha',
        challenge_url: '/api/auth/captcha?account=C6p1sTqk0cyDDLvOsnTgvIz0vzRC8QIvLzDTWHBBq-8',
      },
    },
  },
  CHALLENGE_REQUIRED: {
    description: 'Cognito wants another step',
    causes: [
      'The account has multi-factor authentication',
      'A temporary password must be replaced',
    ],
    solution: [
      'Ask for what `details.challenge` names',
      'Send it to `POST /api/auth/challenge` with `details.challenge.token`',
    ],
    example: {
      challenge: {
        name: 'SOFTWARE_TOKEN_MFA',
        token: 'C6p1sTqk0cyDDLvOsnTgvIz0vzRC8QIvLzDTWHBBq-8…',
        parameters: {},
      },
    },
  },
};
