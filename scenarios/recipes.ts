/** Recipes: requests that produce each error code of the contract in the sandbox. */

import { cookieName } from '../contract/cookies.ts';
import { type ErrorCode, errorRow } from '../contract/errors/index.ts';
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
  /** The status of a last response that is a success. Defaults to 200, with a token. */
  success?: 204;
  /** Cookies carry over from step to step, unless a step sends its own `Cookie` header. */
  steps: readonly Step[];
}

/** The status of the last response. */
export const recipeStatus = ({ code, success }: Recipe): number =>
  code === undefined ? (success ?? 200) : errorRow(code).status;

/**
 * One request. Its strings may contain placeholders:
 * - `{token}`: the token of the last sign-in,
 * - `{tampered_token}`: that token with a changed signature,
 * - `{expired_token}`: an expired token,
 * - `{challenge_token}`: the token of the last step, in `details.challenge` or in `challenge`,
 * - `{registration_token}`: the token of the last registration of a passkey,
 * - `{code}`: the code in the last mail to an address of that domain,
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
const postJson = (name: RouteName, body: object): Step =>
  callRoute(name, { headers: JSON_TYPE, body: JSON.stringify(body) });
const signIn = (username: string, password: string = TEST_USER.password): Step =>
  postLogin(JSON.stringify({ username, password }));
/** Answers the challenge of the step before. */
const answer = (given: object, headers: Readonly<Record<string, string>> = {}): Step =>
  callRoute('challenge', {
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify({ challenge_token: '{challenge_token}', ...given }),
  });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** Calls a route with the token of the sign-in, if it takes one. */
const callSignedIn = (name: RouteName, body?: object): Step =>
  callRoute(name, {
    headers: {
      ...(routeOf(name).credential === 'bearer' && bearer('{token}')),
      ...(body && JSON_TYPE),
    },
    ...(body && { body: JSON.stringify(body) }),
  });

/** The test user, on the domain of the run, where no sign-in has failed yet. */
const USERNAME = TEST_USER.username.replace(/@.*/, '@{domain}');
const SIGN_IN = signIn(USERNAME);
const SECOND_FACTOR = signIn('mfa@{domain}');

/** A user with a second factor is signed in and has proved the password once more. */
const CONFIRMATION: readonly Step[] = [
  SECOND_FACTOR,
  answer({ code: RIGHT_CODE }),
  callSignedIn('reauthenticate', { password: TEST_USER.password }),
];

const MADE_UP_PROOF = { username: USERNAME, code: '123456QQQQQQQQ' };

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
    id: 'confirmed-identity',
    title: 'A user with a second factor confirms the identity',
    code: undefined,
    success: 204,
    steps: [...CONFIRMATION, answer({ code: RIGHT_CODE }, bearer('{token}'))],
  },
  {
    id: 'confirmation-without-token',
    title: 'The code that confirms the identity is sent without the token of the session',
    code: 'INVALID_CHALLENGE',
    steps: [...CONFIRMATION, answer({ code: RIGHT_CODE })],
  },
  {
    id: 'wrong-factor-code',
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
    id: 'wrong-current-password',
    title: 'The password that confirms the identity is wrong',
    code: 'WRONG_PASSWORD',
    steps: [SIGN_IN, callSignedIn('reauthenticate', { password: 'wrongpass' })],
  },
  {
    id: 'wrong-address-code',
    title: 'The code for a new e-mail address is wrong',
    code: 'INVALID_CODE',
    steps: [SIGN_IN, callSignedIn('confirmEmail', { code: '123456ABCDEFGH' })],
  },
  {
    id: 'wrong-app-code',
    title: 'The first code of a new authenticator app is wrong',
    code: 'INVALID_CODE',
    steps: [SIGN_IN, callSignedIn('startTotp'), callSignedIn('enableTotp', { code: '000000' })],
  },
  {
    id: 'no-set-up',
    title: 'A code of an authenticator app comes without a set-up',
    code: 'CONFLICT',
    steps: [SIGN_IN, callSignedIn('enableTotp', { code: '000000' })],
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
  {
    id: 'no-email-address',
    title: 'Somebody signs up with a name that is not an e-mail address',
    code: 'BAD_REQUEST',
    steps: [postJson('signUp', { username: 'jane' })],
  },
  {
    id: 'code-without-captcha',
    title: 'A device that the account does not know asks for a code',
    code: 'CAPTCHA_REQUIRED',
    steps: [postJson('forgotPassword', { username: USERNAME })],
  },
  {
    id: 'wrong-code',
    title: 'The code of a password reset is made up',
    code: 'INVALID_CODE',
    steps: [postJson('resetPassword', { ...MADE_UP_PROOF, password: TEST_USER.password })],
  },
  {
    id: 'bad-password',
    title: 'The new password is too short and too common',
    code: 'PASSWORD_REJECTED',
    steps: [postJson('resetPassword', { ...MADE_UP_PROOF, password: 'qwerty' })],
  },
];

/** The recipe of a fault: the wrong passwords it needs, the sign-in, then a call of its route. */
function createFaultRecipe(fault: Fault): Recipe {
  const { name, description, code, route, body, before = [] } = fault;
  const { signsInFirst, wrongPasswords = 0 } = fault;
  const username = `${name}@{domain}`;
  const failures = Array.from({ length: wrongPasswords }, (_, index) =>
    signIn(username, `wrong password ${index + 1}`),
  );
  const calls = route === 'login' ? before : [...before, { route, body }];
  return {
    id: name,
    title: description,
    code,
    steps: [
      ...(signsInFirst ? [signIn(username)] : []),
      ...failures,
      signIn(username),
      ...calls.map((call) => callSignedIn(call.route, call.body)),
    ],
  };
}

export const RECIPES: readonly Recipe[] = [...REQUEST_RECIPES, ...FAULTS.map(createFaultRecipe)];

/** What a browser would return. Cognito does not accept it. */
const MADE_UP_CREDENTIAL = {
  id: 'bWFkZSB1cA',
  rawId: 'bWFkZSB1cA',
  type: 'public-key',
  response: { clientDataJSON: 'bWFkZSB1cA', attestationObject: 'bWFkZSB1cA' },
};

const MADE_UP_ASSERTION = {
  clientDataJSON: 'bWFkZSB1cA',
  authenticatorData: 'bWFkZSB1cA',
  signature: 'bWFkZSB1cA',
};

/** The recipes of a sandbox with passkeys. */
export const PASSKEY_RECIPES: readonly Recipe[] = [
  {
    id: 'made-up-passkey',
    title: 'A passkey is added that no browser has created',
    code: 'PASSKEY_REJECTED',
    steps: [
      SIGN_IN,
      callSignedIn('beginPasskey'),
      callSignedIn('completePasskey', {
        registration_token: '{registration_token}',
        credential: MADE_UP_CREDENTIAL,
      }),
    ],
  },
  {
    id: 'foreign-passkey',
    title: 'The passkey does not belong to the account',
    code: 'PASSKEY_REJECTED',
    steps: [
      postJson('passwordless', { username: USERNAME, method: 'passkey' }),
      answer({ credential: { ...MADE_UP_CREDENTIAL, response: MADE_UP_ASSERTION } }),
    ],
  },
];

/** Returns the recipes of a sandbox, with or without passkeys. */
export const recipesWith = ({ passkeys }: { passkeys: boolean }): readonly Recipe[] =>
  passkeys ? [...RECIPES, ...PASSKEY_RECIPES] : RECIPES;
