/** Recipes: requests that produce each error code of the contract in the sandbox. */

import { cookieName } from '../contract/cookies.ts';
import type { ErrorCode } from '../contract/errors/index.ts';
import { REQUEST } from '../contract/limits.ts';
import { publicPath, type RouteName, routeOf } from '../contract/routes/index.ts';
import { TEST_USER } from '../contract/test-user.ts';
import { FAULTS, type Fault, RIGHT_CODE } from './faults.ts';

export interface Recipe {
  id: string;
  /** One line without a full stop: what happens. */
  title: string;
  /** The code of the last response. Undefined if it is a success. */
  code: ErrorCode | undefined;
  /** Cookies carry over from step to step, unless a step sends its own `Cookie` header. */
  steps: readonly Step[];
}

/**
 * One request. Its strings may contain placeholders:
 * - `{token}`: the token of the last sign-in,
 * - `{tampered_token}`: that token with a changed signature,
 * - `{expired_token}`: an expired token,
 * - `{challenge_token}`: the token of the last `details.challenge`,
 * - `{domain}`: the domain of the users.
 */
export interface Step {
  method: string;
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

const callRoute = (name: RouteName, rest: Omit<Step, 'method' | 'path'> = {}): Step => ({
  method: routeOf(name).method,
  path: publicPath(name),
  ...rest,
});
const JSON_TYPE = { 'Content-Type': 'application/json' };
const postLogin = (body: string): Step => callRoute('login', { headers: JSON_TYPE, body });
const signIn = (username: string, password: string = TEST_USER.password): Step =>
  postLogin(JSON.stringify({ username, password }));
/** Answers the challenge of the step before. */
const answer = (given: object, headers: Readonly<Record<string, string>> = {}): Step =>
  callRoute('challenge', {
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify({ challenge_token: '{challenge_token}', ...given }),
  });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** The test user, on the domain of the run, where no sign-in has failed yet. */
const USERNAME = TEST_USER.username.replace(/@.*/, '@{domain}');
const SIGN_IN = signIn(USERNAME);
const SECOND_FACTOR = signIn('mfa@{domain}');

const REQUEST_RECIPES: readonly Recipe[] = [
  { id: 'success', title: 'The test user signs in', code: undefined, steps: [SIGN_IN] },
  {
    id: 'wrong-password',
    title: 'The password is wrong',
    code: 'INVALID_CREDENTIALS',
    steps: [signIn(USERNAME, 'wrongpass')],
  },
  {
    id: 'second-factor',
    title: 'A user with a second factor signs in',
    code: undefined,
    steps: [SECOND_FACTOR, answer({ code: RIGHT_CODE })],
  },
  {
    id: 'wrong-code',
    title: 'The code of the second factor is wrong',
    code: 'INVALID_CODE',
    steps: [SECOND_FACTOR, answer({ code: '000000' })],
  },
  {
    id: 'other-browser',
    title: 'The code is sent without the cookie of the sign-in',
    code: 'INVALID_CHALLENGE',
    steps: [
      SECOND_FACTOR,
      answer({ code: RIGHT_CODE }, { Cookie: `${cookieName('challenge', 'http')}=other` }),
    ],
  },
  {
    id: 'short-password',
    title: 'The new password for a temporary one is too short',
    code: 'PASSWORD_REJECTED',
    steps: [signIn('newpassword@{domain}'), answer({ new_password: 'short' })],
  },
  {
    id: 'expired-token',
    title: 'The JWT has expired',
    code: 'TOKEN_EXPIRED',
    steps: [callRoute('session', { headers: bearer('{expired_token}') })],
  },
  {
    id: 'no-token',
    title: 'The request has no Authorization header',
    code: 'NOT_AUTHENTICATED',
    steps: [callRoute('session')],
  },
  {
    id: 'tampered-token',
    title: 'The signature of the JWT was changed',
    code: 'INVALID_TOKEN',
    steps: [SIGN_IN, callRoute('session', { headers: bearer('{tampered_token}') })],
  },
  {
    id: 'signed-out',
    title: 'The session of the JWT was signed out',
    code: 'INVALID_TOKEN',
    steps: [SIGN_IN, callRoute('logout'), callRoute('session', { headers: bearer('{token}') })],
  },
  {
    id: 'no-cookie',
    title: 'The refresh has no cookie',
    code: 'BAD_REQUEST',
    steps: [callRoute('refresh')],
  },
  {
    id: 'no-password',
    title: 'The body has no password',
    code: 'BAD_REQUEST',
    steps: [postLogin(JSON.stringify({ username: TEST_USER.username }))],
  },
  {
    id: 'not-json',
    title: 'The body is not JSON',
    code: 'BAD_REQUEST',
    steps: [postLogin('{"username":')],
  },
  {
    id: 'too-large',
    title: 'The body is too large',
    code: 'PAYLOAD_TOO_LARGE',
    steps: [signIn(TEST_USER.username, 'x'.repeat(REQUEST.bodyBytes))],
  },
  {
    id: 'forged-cookie',
    title: 'The refresh cookie is forged',
    code: 'INVALID_REFRESH_TOKEN',
    steps: [
      callRoute('refresh', { headers: { Cookie: `${cookieName('refresh', 'http')}=forged` } }),
    ],
  },
  {
    id: 'other-origin',
    title: 'The request comes from a page on another origin',
    code: 'ORIGIN_NOT_ALLOWED',
    steps: [{ ...SIGN_IN, headers: { ...JSON_TYPE, Origin: 'https://elsewhere.example' } }],
  },
  {
    id: 'no-route',
    title: 'The path does not exist',
    code: 'NOT_FOUND',
    steps: [{ method: 'GET', path: '/api/auth/nothing' }],
  },
  {
    id: 'no-method',
    title: 'The path does not support the method',
    code: 'NOT_FOUND',
    steps: [{ ...callRoute('login'), method: 'DELETE' }],
  },
];

/** The recipe of a fault: the wrong passwords it needs, the sign-in, then a call of its route. */
function createFaultRecipe(fault: Fault): Recipe {
  const { name, description, code, route, signsInFirst, wrongPasswords = 0 } = fault;
  const username = `${name}@{domain}`;
  const failures = Array.from({ length: wrongPasswords }, (_, index) =>
    signIn(username, `wrong password ${index + 1}`),
  );
  const afterSignIn: Readonly<Record<Fault['route'], readonly Step[]>> = {
    login: [],
    challenge: [answer({ code: RIGHT_CODE })],
    refresh: [callRoute('refresh')],
    session: [callRoute('session', { headers: bearer('{token}') })],
  };
  return {
    id: name,
    title: description,
    code,
    steps: [
      ...(signsInFirst ? [signIn(username)] : []),
      ...failures,
      signIn(username),
      ...afterSignIn[route],
    ],
  };
}

export const RECIPES: readonly Recipe[] = [...REQUEST_RECIPES, ...FAULTS.map(createFaultRecipe)];
