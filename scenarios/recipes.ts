import { refreshCookieName } from '../contract/cookies.ts';
import type { ErrorCode } from '../contract/errors/index.ts';
import { REQUEST } from '../contract/limits.ts';
import { publicPath, type RouteName, routeOf } from '../contract/routes/index.ts';
import { TEST_USER } from '../contract/test-user.ts';
import { FAULTS, type Fault } from './faults.ts';

/**
 * Requests that reach every code in the sandbox. In each string `{token}` stands for the token of
 * the last sign-in, `{tampered_token}` for the same with its signature changed, `{expired_token}`
 * for one past its end and `{domain}` for the domain of a user.
 */
export interface Recipe {
  id: string;
  title: string;
  /** What the last step answers; undefined for a success. */
  code: ErrorCode | undefined;
  /** Cookies travel from step to step, unless a step brings its own. */
  steps: readonly Step[];
}

export interface Step {
  method: string;
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

const call = (name: RouteName, rest: Omit<Step, 'method' | 'path'> = {}): Step => ({
  method: routeOf(name).method,
  path: publicPath(name),
  ...rest,
});
const JSON_TYPE = { 'Content-Type': 'application/json' };
const post = (body: string): Step => call('login', { headers: JSON_TYPE, body });
const login = (username: string, password: string = TEST_USER.password): Step =>
  post(JSON.stringify({ username, password }));
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** The test user, on a domain where nobody has failed. */
const USER = TEST_USER.username.replace(/@.*/, '@{domain}');
const SIGN_IN = login(USER);

const REQUESTS: readonly Recipe[] = [
  { id: 'success', title: 'Sign in with the test credentials', code: undefined, steps: [SIGN_IN] },
  {
    id: 'wrong-password',
    title: 'A wrong password',
    code: 'INVALID_CREDENTIALS',
    steps: [login(USER, 'wrongpass')],
  },
  {
    id: 'expired-token',
    title: 'An expired JWT',
    code: 'TOKEN_EXPIRED',
    steps: [call('session', { headers: bearer('{expired_token}') })],
  },
  {
    id: 'no-token',
    title: 'No Authorization header',
    code: 'NOT_AUTHENTICATED',
    steps: [call('session')],
  },
  {
    id: 'tampered-token',
    title: 'A JWT whose signature was changed',
    code: 'INVALID_TOKEN',
    steps: [SIGN_IN, call('session', { headers: bearer('{tampered_token}') })],
  },
  {
    id: 'signed-out',
    title: 'The JWT of a session that was signed out',
    code: 'INVALID_TOKEN',
    steps: [SIGN_IN, call('logout'), call('session', { headers: bearer('{token}') })],
  },
  {
    id: 'no-cookie',
    title: 'A refresh without its cookie',
    code: 'BAD_REQUEST',
    steps: [call('refresh')],
  },
  {
    id: 'no-password',
    title: 'A body without a password',
    code: 'BAD_REQUEST',
    steps: [post(JSON.stringify({ username: TEST_USER.username }))],
  },
  {
    id: 'not-json',
    title: 'A body that is no JSON',
    code: 'BAD_REQUEST',
    steps: [post('{"username":')],
  },
  {
    id: 'too-large',
    title: 'A body that is too large',
    code: 'PAYLOAD_TOO_LARGE',
    steps: [login(TEST_USER.username, 'x'.repeat(REQUEST.bodyBytes))],
  },
  {
    id: 'forged-cookie',
    title: 'A forged refresh cookie',
    code: 'INVALID_REFRESH_TOKEN',
    steps: [call('refresh', { headers: { Cookie: `${refreshCookieName('http')}=forged` } })],
  },
  {
    id: 'other-origin',
    title: 'A page on another origin',
    code: 'ORIGIN_NOT_ALLOWED',
    steps: [{ ...SIGN_IN, headers: { ...JSON_TYPE, Origin: 'https://elsewhere.example' } }],
  },
  {
    id: 'no-route',
    title: 'A path that does not exist',
    code: 'NOT_FOUND',
    steps: [{ method: 'GET', path: '/api/auth/nothing' }],
  },
  {
    id: 'no-method',
    title: 'A method that the path does not have',
    code: 'NOT_FOUND',
    steps: [{ ...call('login'), method: 'DELETE' }],
  },
];

/**
 * How a fault shows itself: wrong passwords if it needs some, the sign-in, then the route in
 * question.
 */
function recipeOf({ name, description, code, route, wrongPasswords = 0 }: Fault): Recipe {
  const username = `${name}@{domain}`;
  const guesses = Array.from({ length: wrongPasswords }, (_, index) =>
    login(username, `wrong password ${index + 1}`),
  );
  const later =
    route === 'login'
      ? []
      : [call(route, route === 'session' ? { headers: bearer('{token}') } : {})];
  return { id: name, title: description, code, steps: [...guesses, login(username), ...later] };
}

export const TRY: readonly Recipe[] = [...REQUESTS, ...FAULTS.map(recipeOf)];
