import { DEVICE, SESSION } from '../../contract/limits.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { duration } from '../.vitepress/facts.ts';
import { type RouteProse, TOKEN } from './prose.ts';

export const login: RouteProse = {
  summary: 'Exchange a username and password for a session',
  notes:
    'The body is read as JSON whatever its Content-Type. A session that the request’s cookie ' +
    'names ends. 200 means “you hold a token”: a further step is an error. ' +
    'A success also sets the device cookie, by which the account knows this device for ' +
    `${duration(DEVICE.lifetime)}.`,
  setsCookie: true,
  body: TEST_USER,
  response: TOKEN,
};

export const refresh: RouteProse = {
  summary: 'Rotate the refresh cookie and get a new session JWT',
  notes:
    'Needs the refresh cookie and no body. Each success replaces the cookie; requests that race ' +
    `get the same successor, and keep it for ${duration(SESSION.successorWindow)}.`,
  setsCookie: true,
  response: TOKEN,
};

export const logout: RouteProse = {
  summary: 'End the session and clear the cookie',
  notes:
    'Ends the session that the cookie or the Bearer token names. Also 204 when there was none.',
  success: 'The session has ended',
  setsCookie: true,
};

export const session: RouteProse = {
  summary: 'Who is signed in, and until when',
  notes:
    'Reads the session’s row, so that a session that was signed out or revoked is refused at once. ' +
    'Without an `Authorization` header, the refresh cookie is read. It is neither rotated nor ' +
    'cleared, so that a page rendered on a server can ask who is signed in.',
  setsCookie: false,
  response: {
    user: {
      sub: 'b1f2c3d4-0000-4000-8000-000000000001',
      username: 'test',
      email: TEST_USER.username,
      groups: ['editors'],
    },
    session: {
      id: 'Zm9vYmFyYmF6',
      issued_at: '2026-01-01T00:00:00Z',
      expires_at: '2026-01-31T00:00:00Z',
      authenticated_at: '2026-01-01T00:00:00Z',
      amr: ['pwd'],
    },
  },
};

export const jwks: RouteProse = {
  summary: 'The public keys that verify session JWTs',
  notes:
    'Exists only where the stage signs with `ES256`. Otherwise the answer is 404. A new key is ' +
    'here before it signs. Whoever verifies with these keys alone does not see that a session ' +
    'has ended or was revoked.',
  setsCookie: false,
  response: {
    keys: [
      {
        kty: 'EC',
        crv: 'P-256',
        x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
        y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
        kid: 'AGkkCkAXq3v0V2nTz1c5yQ7d',
        use: 'sig',
        alg: 'ES256',
      },
    ],
  },
};

export const captcha: RouteProse = {
  summary: 'A signed proof-of-work challenge',
  notes:
    'The URL is `details.captcha.challenge_url` of CAPTCHA_REQUIRED. ' +
    'Each solution works once, and for the account of that URL only.',
  setsCookie: false,
};
