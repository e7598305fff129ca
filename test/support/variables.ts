import { CLIENT_ID } from './cognito.ts';

/** Variables with which every function of the contract can start. */
export const VARIABLES = {
  SIGNING_KEYS_SECRET_ID: 'token-keys',
  TOKEN_KEYS_SECRET_ID: 'token-keys',
  SERVICE_KEYS_SECRET_ID: 'service-keys',
  SESSIONS_TABLE: 'sessions',
  ATTEMPTS_TABLE: 'attempts',
  CHALLENGE_LIFETIME: '300',
  TOKEN_ISSUER: 'https://auth.example.com',
  TOKEN_AUDIENCE: 'chordian',
  EVENT_BUS_NAME: 'bus',
  MAIL_FROM: 'no-reply@example.com',
  REVALIDATE_AFTER: '3600',
  EXPIRE_UNVALIDATED_AFTER: '86400',
  USER_POOL_ID: 'pool',
  MFA: 'optional',
  PASSWORD_MIN_LENGTH: '8',
  USER_POOL_CLIENT_ID: CLIENT_ID,
  USER_POOL_CLIENT_SECRET_ID: 'client-secret',
};
