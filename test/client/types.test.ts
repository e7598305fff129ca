/** What must compile, and what must not. `tsc` fails at an error that is expected and missing. */

import { expect, test } from '@jest/globals';
import {
  type AuthClient,
  AuthError,
  type AuthState,
  createAuthClient,
  type ErrorCode,
} from '../../client/src/index.ts';
import { envelope } from './scripted.ts';

/** A switch with all statuses compiles without a default. */
function textOf(state: AuthState): string {
  switch (state.status) {
    case 'loading':
      return state.error?.message ?? '…';
    case 'signed_out':
      return state.reason?.code ?? '';
    case 'captcha':
      return 'One moment …';
    case 'challenge':
      return state.challenge.name;
    case 'signed_in':
      return state.user.username;
  }
}

/** `details` are those of the code. */
function describe(error: AuthError): string | undefined {
  switch (error.code) {
    case 'CAPTCHA_REQUIRED':
      return error.details.captcha.challenge_url;
    case 'CHALLENGE_REQUIRED':
      return error.details.challenge.name;
    case 'BAD_REQUEST':
      return `${error.details.field} ${error.details.issue}`;
    case 'BAD_GATEWAY':
      return error.details.upstream + error.details.request_id;
    case 'NETWORK_ERROR':
      return error.action satisfies 'retry';
    case 'TOKEN_EXPIRED':
      return error.action satisfies 'refresh';
    default:
      return error.documentationUrl;
  }
}

/** Never called: the compiler checks it. */
async function mustNotCompile(
  auth: AuthClient,
  error: AuthError,
  thrown: unknown,
  state: AuthState,
) {
  // @ts-expect-error The code is misspelt.
  if (error.code === 'INVALID_CREDENTIAL') return;
  // @ts-expect-error Not every code has these details.
  error.details.captcha;
  if (error.code === 'INVALID_TOKEN') {
    // @ts-expect-error An invalid token has no upstream.
    error.details.upstream;
  }
  // @ts-expect-error The action is misspelt.
  if (error.action === 'try_again') return;
  // @ts-expect-error Only a user who is signed in has a name.
  state.user;
  // @ts-expect-error The status is misspelt.
  if (state.status === 'logged_in') return;
  // @ts-expect-error `unknown` has no code before `instanceof`.
  thrown.code;
  // @ts-expect-error The password is missing.
  await auth.login({ username: 'test@example.com' });
  // @ts-expect-error A member is misspelt.
  await auth.login({ username: 'a', password: 'b', capcha: 'c' });
  // @ts-expect-error The route has a path parameter.
  await auth.endSession();
  // @ts-expect-error The route has no input.
  await auth.listSessions({ limit: 1 });
  // @ts-expect-error There is no such route.
  await auth.signIn();
  // @ts-expect-error The state cannot be set.
  auth.state = state;
  // @ts-expect-error An option is misspelt.
  createAuthClient({ baseURL: '' });
}

/** A switch over all codes is exhaustive only if none is missing. */
const STATUS_OF_CLIENT_CODES = {
  NETWORK_ERROR: true,
  UNEXPECTED_RESPONSE: true,
} satisfies Partial<Record<ErrorCode, true>>;

// @ts-expect-error The codes of the service are missing.
STATUS_OF_CLIENT_CODES satisfies Record<ErrorCode, true>;

function isExhaustive(
  error: Extract<AuthError, { status: number; code: 'NETWORK_ERROR' | 'TOKEN_EXPIRED' }>,
) {
  switch (error.code) {
    case 'NETWORK_ERROR':
      return;
    default:
      // @ts-expect-error TOKEN_EXPIRED is missing.
      error satisfies never;
  }
}

async function resultsAreTyped(auth: AuthClient) {
  (await auth.login({ username: 'a', password: 'b' })) satisfies AuthState;
  (await auth.logout()) satisfies undefined;
  auth.cancelSignIn() satisfies AuthState;
  (await auth.passwordless({ username: 'a', method: 'passkey' })) satisfies AuthState;
  (await auth.session()).user.groups satisfies readonly string[];
  (await auth.listSessions({ signal: AbortSignal.timeout(1) })).sessions[0]?.current satisfies
    | boolean
    | undefined;
}

test('instanceof narrows what was thrown', async () => {
  const { error } = (await (await envelope('BAD_GATEWAY')(new Request('https://x'))).json()) as {
    error: ConstructorParameters<typeof AuthError>[0];
  };
  const thrown: unknown = new AuthError(error);
  expect(thrown instanceof AuthError && describe(thrown)).toContain('AWS Cognito');
  expect(textOf({ status: 'signed_out', online: true })).toBe('');
  expect([mustNotCompile, isExhaustive, resultsAreTyped]).toHaveLength(3);
});
