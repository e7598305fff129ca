/** The steps that follow a password: in a sign-in, and in a confirmation of the identity. */

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { AuthError, createAuthClient } from '../../client/src/index.ts';
import type { ErrorOptions } from '../../contract/envelope.ts';
import type { ErrorCode } from '../../contract/errors/index.ts';
import { empty, envelope, flush, json, jwt, ORIGIN, scripted, token } from './scripted.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const CREDENTIALS = { username: 'test@example.com', password: 'ValidPass123!' };
const NO_SESSION = envelope('BAD_REQUEST', { variant: 'missing_cookie' });
const CAPTCHA = envelope('CAPTCHA_REQUIRED', {
  details: { captcha: { provider: 'altcha', challenge_url: '/api/auth/captcha?account=a' } },
});

const challengeWith = (token: string) => ({ name: 'SOFTWARE_TOKEN_MFA', token, parameters: {} });

/** An error that names the next step, as after a wrong code. */
const step = (code: ErrorCode, token: string) =>
  envelope(code, { details: { challenge: challengeWith(token) } } as ErrorOptions<ErrorCode>);

const SIGN_IN = step('CHALLENGE_REQUIRED', 'first');

type Answers = Parameters<typeof scripted>;

function client(...answers: Answers) {
  const api = scripted(...answers);
  const auth = createAuthClient({ baseUrl: ORIGIN, fetch: api.fetch });
  const lastBody = () => JSON.parse(api.seen.at(-1)?.body ?? '') as unknown;
  return { api, auth, lastBody };
}

async function inSignIn(...answers: Answers) {
  const made = client(SIGN_IN, ...answers);
  await made.auth.login(CREDENTIALS);
  return made;
}

async function signedIn(...answers: Answers) {
  const made = client(token(), ...answers);
  await made.auth.restore();
  return made;
}

const failure = async (promise: Promise<unknown>): Promise<AuthError> => {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (!(error instanceof AuthError)) throw error;
  return error;
};

describe('a step of a sign-in', () => {
  test('is answered with its token, and the next one follows', async () => {
    const { auth, lastBody } = await inSignIn(step('CHALLENGE_REQUIRED', 'second'), token());
    await expect(auth.challenge({ answer: 'SMS_MFA' })).resolves.toMatchObject({
      status: 'challenge',
      challenge: { token: 'second' },
    });
    expect(lastBody()).toEqual({ challenge_token: 'first', answer: 'SMS_MFA' });
    await auth.challenge({ code: '123456' });
    expect(lastBody()).toEqual({ challenge_token: 'second', code: '123456' });
    expect(auth.state.status).toBe('signed_in');
  });

  test('stays after a wrong code, with its next token', async () => {
    const { auth } = await inSignIn(step('INVALID_CODE', 'second'));
    await expect(failure(auth.challenge({ code: '1' }))).resolves.toMatchObject({
      code: 'INVALID_CODE',
    });
    expect(auth.state).toMatchObject({ status: 'challenge', challenge: { token: 'second' } });
  });

  test.each(['INVALID_CHALLENGE', 'CODE_EXPIRED', 'PASSKEY_REJECTED'] as const)(
    'is over after %s',
    async (code) => {
      const { auth } = await inSignIn(envelope(code));
      await expect(failure(auth.challenge({ code: '1' }))).resolves.toMatchObject({ code });
      expect(auth.state).toMatchObject({ status: 'signed_out', reason: { code } });
    },
  );

  test.each(['TOO_MANY_REQUESTS', 'BAD_REQUEST'] as const)('stays after %s', async (code) => {
    const { auth } = await inSignIn(envelope(code as 'TOO_MANY_REQUESTS'));
    await failure(auth.challenge({ code: '1' }));
    expect(auth.state).toMatchObject({ status: 'challenge', challenge: { token: 'first' } });
  });

  test('can be given up', async () => {
    const { auth, lastBody } = await inSignIn(envelope('BAD_REQUEST'));
    expect(auth.cancelSignIn()).toEqual({ status: 'signed_out', online: true });
    expect(auth.state.status).toBe('signed_out');
    await failure(auth.challenge({ code: '123456' }));
    expect(lastBody()).toEqual({ code: '123456' });
  });

  test('can be given up by somebody who is signed in, and stays so', async () => {
    const { auth } = await signedIn(SIGN_IN);
    await auth.login({ ...CREDENTIALS, username: 'other@example.com' });
    expect(auth.state.status).toBe('challenge');
    expect(auth.cancelSignIn().status).toBe('signed_in');
  });

  test('cannot be given up before it is known who is signed in', async () => {
    const { auth } = client();
    expect(auth.cancelSignIn().status).toBe('loading');
  });
});

describe('a step of a confirmation of the identity', () => {
  test('is an error, and is answered with the token of the session', async () => {
    const { api, auth, lastBody } = await signedIn(SIGN_IN, empty);
    const { state } = auth;
    const error = await failure(auth.reauthenticate({ password: 'p' }));
    expect(error).toMatchObject({
      code: 'CHALLENGE_REQUIRED',
      details: { challenge: { name: 'SOFTWARE_TOKEN_MFA' } },
    });
    expect(auth.state).toBe(state);

    await expect(auth.challenge({ code: '123456' })).resolves.toBe(state);
    expect(api.seen.at(-1)?.authorization).toBe(`Bearer ${jwt()}`);
    expect(lastBody()).toEqual({ challenge_token: 'first', code: '123456' });
  });

  test('leaves the user signed in after a wrong code, and has its next token', async () => {
    const { auth, lastBody } = await signedIn(SIGN_IN, step('INVALID_CODE', 'second'), empty);
    const { state } = auth;
    await failure(auth.reauthenticate({ password: 'p' }));
    const error = await failure(auth.challenge({ code: '1' }));
    expect(error.code).toBe('INVALID_CODE');
    expect(auth.state).toBe(state);
    await auth.challenge({ code: '123456' });
    expect(lastBody()).toEqual({ challenge_token: 'second', code: '123456' });
  });

  test('may be followed by another one, which is an error as well', async () => {
    const { auth } = await signedIn(SIGN_IN, step('CHALLENGE_REQUIRED', 'second'));
    const { state } = auth;
    await failure(auth.reauthenticate({ password: 'p' }));
    const error = await failure(auth.challenge({ answer: 'SOFTWARE_TOKEN_MFA' }));
    expect(error).toMatchObject({ details: { challenge: { token: 'second' } } });
    expect(auth.state).toBe(state);
  });

  test('leaves the user signed in when it is over', async () => {
    const { auth } = await signedIn(SIGN_IN, envelope('INVALID_CHALLENGE'));
    const { state } = auth;
    await failure(auth.reauthenticate({ password: 'p' }));
    await failure(auth.challenge({ code: '1' }));
    expect(auth.state).toBe(state);
  });
});

describe('a CAPTCHA that is being solved', () => {
  /** A client whose solver waits, and says when it has begun and whether it was stopped. */
  function withSlowSolver(...answers: Answers) {
    const api = scripted(...answers);
    const solving = Promise.withResolvers<AbortSignal | undefined>();
    const auth = createAuthClient({
      baseUrl: ORIGIN,
      fetch: api.fetch,
      solveCaptcha: (_, { signal }) => {
        solving.resolve(signal);
        return new Promise(() => {});
      },
    });
    return { api, auth, solving: solving.promise };
  }

  test('can be given up: its request ends, and nothing more is sent', async () => {
    const { api, auth, solving } = withSlowSolver(CAPTCHA, json('c'));
    const login = auth.login(CREDENTIALS).catch((error: unknown) => error);
    const signal = await solving;
    expect(auth.state.status).toBe('captcha');
    expect(auth.cancelSignIn().status).toBe('signed_out');
    await expect(login).resolves.toMatchObject({ name: 'AbortError' });
    expect(signal?.aborted).toBe(true);
    await flush();
    expect(api.left).toBe(0);
    expect(auth.state.status).toBe('signed_out');
  });

  test('stops with the signal of its request, even if the solver does not', async () => {
    const { auth, solving } = withSlowSolver(CAPTCHA, json('c'));
    const stop = new AbortController();
    const login = auth.login(CREDENTIALS, { signal: stop.signal });
    const signal = await solving;
    stop.abort(new Error('left'));
    await expect(login).rejects.toThrow('left');
    expect(signal?.aborted).toBe(true);
    expect(auth.state.status).toBe('signed_out');
  });

  test('a later one is solved although an earlier one was given up', async () => {
    const { auth, api } = withSlowSolver(NO_SESSION);
    await auth.restore();
    auth.cancelSignIn();
    api.add(CAPTCHA, json('c'));
    const login = auth.login(CREDENTIALS).catch(() => {});
    await flush();
    expect(auth.state.status).toBe('captcha');
    auth.cancelSignIn();
    await login;
  });
});
