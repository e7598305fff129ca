/** The real handlers and the real SDK client, with an upstream that fails in many ways. */

import { afterEach, describe, expect, test } from '@jest/globals';
import { type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import { cognitoClient } from '../../functions/adapters/clients.ts';
import { cognitoChallengeAnswers } from '../../functions/adapters/cognito/challenge-answers.ts';
import { cognitoRevalidation } from '../../functions/adapters/cognito/revalidation.ts';
import { cognitoRevocation } from '../../functions/adapters/cognito/revocation.ts';
import { cognitoSignIn } from '../../functions/adapters/cognito/sign-in.ts';
import { AuthError } from '../../functions/core/error.ts';
import { cookieIn, errorIn, headerIn } from '../support/answer.ts';
import { CLIENT_ID, CLIENT_SECRET, idClaims, idToken, signInOutput } from '../support/cognito.ts';
import { lambdaContext, REQUEST_ID, restEvent } from '../support/event.ts';
import { handlersOf } from '../support/handlers.ts';
import { timeoutsOf } from '../support/timeouts.ts';
import {
  type Behaviour,
  respondsWith,
  startUpstream,
  throws,
  trickles,
  type Upstream,
} from '../support/upstream.ts';
import { signedIn, world } from '../support/world.ts';

let upstream: Upstream | undefined;
let client: ReturnType<typeof cognitoClient> | undefined;
afterEach(async () => {
  client?.destroy();
  await upstream?.stop();
  delete process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
});

interface Limits {
  /** Limit of the adapter in milliseconds. */
  adapterMs?: number;
  /** Limit of the SDK client in milliseconds. */
  clientMs?: number;
}

async function behaving(behave: Behaviour, { adapterMs = 60_000, clientMs = 60_000 }: Limits = {}) {
  upstream = await startUpstream(behave);
  process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER = upstream.url;
  client = cognitoClient(timeoutsOf(clientMs));
  const cognito = { client, clientId: CLIENT_ID, clientSecret: async () => CLIENT_SECRET };
  const { signIn } = cognitoSignIn(cognito, adapterMs);
  const { answer } = cognitoChallengeAnswers(cognito, adapterMs, () => {});
  const signInFailures: unknown[] = [];
  const identity = {
    signIn: (...credentials: Parameters<typeof signIn>) =>
      signIn(...credentials).catch((error: unknown) => {
        signInFailures.push(error);
        throw error;
      }),
    answer,
    ...cognitoRevalidation(cognito, adapterMs),
    ...cognitoRevocation(cognito, adapterMs),
  };
  const ports = { ...world(), identity };
  const { login, refresh } = handlersOf(ports);
  return {
    upstream,
    ports,
    signInFailures,
    login: () =>
      login(
        restEvent('login', { body: '{"username":"test@example.com","password":"ValidPass123!"}' }),
        lambdaContext(),
      ),
    async refresh() {
      const session = await signedIn(ports, { sub: idClaims.sub });
      ports.clock.advance(900);
      return refresh(
        restEvent('refresh', { cookies: [`__Host-refresh_token=${session.refreshToken}`] }),
        lambdaContext(),
      );
    },
  };
}

const ok = (output: unknown) => respondsWith(200, JSON.stringify(output));

test('a valid response signs in with one request', async () => {
  const { login, upstream } = await behaving(ok(signInOutput()));
  expect((await login()).statusCode).toBe(200);
  expect(upstream.requests).toBe(1);
});

/** The head of a response whose body never arrives completely. */
const HEAD = [
  'HTTP/1.1 200 OK',
  'Content-Type: application/x-amz-json-1.1',
  'Content-Length: 500',
  '\r\n',
].join('\r\n');
const HTML =
  '<html><head><title>Service Unavailable</title></head><body>upstream-text</body></html>';
const faults: Record<string, Behaviour> = {
  'resets the connection': (socket) => socket.resetAndDestroy(),
  'closes the connection without a response': (socket) => socket.end(),
  'resets the connection in the middle of the response': (socket) => {
    socket.write(`${HEAD}{"Authent`, () => socket.resetAndDestroy());
  },
  'closes the connection in the middle of the response': (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"Authent'),
  'does not speak HTTP': (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'),
  'responds with 500': respondsWith(500, ''),
  'responds with 500 and InternalErrorException': throws(
    'InternalErrorException',
    'upstream-text',
    500,
  ),
  'responds with 503 and HTML': respondsWith(503, HTML, 'text/html'),
  'responds with 504 and HTML': respondsWith(504, HTML, 'text/html'),
  'responds with 200 and HTML': respondsWith(200, HTML, 'text/html'),
  'responds with 400 and HTML': respondsWith(400, HTML, 'text/html'),
  'responds with 403 and HTML': respondsWith(403, HTML, 'text/html'),
  'responds with a redirection': respondsWith(302, ''),
  'responds with an empty body': respondsWith(200, ''),
  'responds with {}': ok({}),
  'responds with null': ok(null),
  'responds with an array': ok([]),
  'responds with a string': ok('fine'),
  'responds with truncated JSON': respondsWith(200, JSON.stringify(signInOutput()).slice(0, -40)),
  'responds with JSON of another shape': ok({ AuthenticationResult: 'yes' }),
  'responds without an ID token': ok(signInOutput({ IdToken: undefined })),
  'responds with a number as the ID token': ok(signInOutput({ IdToken: 5 })),
  'responds with an ID token that is not a JWT': ok(signInOutput({ IdToken: 'a.b.c' })),
  'responds with an ID token for another client': ok(
    signInOutput({ IdToken: idToken({ aud: 'other' }) }),
  ),
  'responds with an access token as the ID token': ok(
    signInOutput({ IdToken: idToken({ token_use: 'access' }) }),
  ),
  'throws an unknown exception': throws('BrandNewException', 'upstream-text'),
  'fails to run a Lambda trigger': throws('UnexpectedLambdaException', 'upstream-text'),
  'gets an invalid response from a Lambda trigger': throws(
    'InvalidLambdaResponseException',
    'upstream-text',
  ),
};

function expectBadGateway(
  response: Awaited<ReturnType<Awaited<ReturnType<typeof behaving>>['login']>>,
) {
  const error = errorIn(response, 'BAD_GATEWAY');
  expect(error).toEqual({
    code: 'BAD_GATEWAY',
    message: 'Invalid response from authentication server',
    status: 502,
    details: { upstream: 'AWS Cognito', request_id: REQUEST_ID, action: 'retry', retry_after: 2 },
    documentation_url: 'https://docs.chordian.ai/authentication/errors#bad-gateway',
  });
  expect(headerIn(response, 'retry-after')).toBe('2');
  expect(headerIn(response, 'set-cookie')).toBeUndefined();
}

describe.each(Object.entries(faults))('an upstream that %s', (_, behave) => {
  test('is BAD_GATEWAY at login after one try', async () => {
    const { login, upstream, ports } = await behaving(behave);
    expectBadGateway(await login());
    expect(upstream.requests).toBe(1);
    expect(ports.sessions.rows()).toEqual([]);
    expect(ports.settled).toEqual(['failed']);
  });
  test('is BAD_GATEWAY at a revalidation after one try, and the session stays', async () => {
    const { refresh, upstream, ports } = await behaving(behave);
    expectBadGateway(await refresh());
    expect(upstream.requests).toBe(1);
    expect(ports.sessions.rows()).toMatchObject([{ counter: 1 }]);
  });
});

describe('an upstream whose Lambda trigger refuses the user', () => {
  const behave = throws('UserLambdaValidationException', 'PreAuthentication failed with error no.');

  test('is like a wrong password at login, because only existing users may have a trigger', async () => {
    const { login, ports } = await behaving(behave);
    const refused = await login();
    const wrong = await behaving(
      throws('NotAuthorizedException', 'Incorrect username or password.'),
    );
    expect(errorIn(refused, 'INVALID_CREDENTIALS')).toEqual(
      errorIn(await wrong.login(), 'INVALID_CREDENTIALS'),
    );
    expect(ports.settled).toEqual(wrong.ports.settled);
  });
  test('is BAD_GATEWAY at a revalidation, and the session stays', async () => {
    const { refresh, ports } = await behaving(behave);
    expectBadGateway(await refresh());
    expect(ports.sessions.rows()).toMatchObject([{ counter: 1 }]);
  });
});

/** Members of the wrong type, which the SDK passes on. */
const signInFaults: Readonly<Record<string, unknown>> = {
  'a number as the refresh token': signInOutput({ RefreshToken: 5 }),
  'a list as the refresh token': signInOutput({ RefreshToken: ['token'] }),
  'an object as the refresh token': signInOutput({ RefreshToken: { token: 'token' } }),
  'true as the refresh token': signInOutput({ RefreshToken: true }),
  'an empty refresh token': signInOutput({ RefreshToken: '' }),
  'an object as the ID token': signInOutput({ IdToken: {} }),
  'a number as the access token': signInOutput({ AccessToken: 5 }),
  'a list of results': { AuthenticationResult: [signInOutput().AuthenticationResult] },
  'a number as the challenge': { ChallengeName: 5 },
  'an object as the challenge': { ChallengeName: { name: 'SMS_MFA' } },
  'a text as the parameters of a challenge': {
    ChallengeName: 'SMS_MFA',
    ChallengeParameters: 'text',
  },
  'a number as a parameter of a challenge': {
    ChallengeName: 'SMS_MFA',
    ChallengeParameters: { CODE_DELIVERY_DESTINATION: 5 },
  },
};
test.each(Object.entries(signInFaults))(
  'a sign-in that is answered with %s is BAD_GATEWAY, and its attempt is settled',
  async (_, output) => {
    const { login, ports } = await behaving(ok(output));
    expectBadGateway(await login());
    expect(ports.sessions.rows()).toEqual([]);
    expect(ports.settled).toEqual(['failed']);
  },
);

test('a missing refresh token is BAD_GATEWAY at login and no problem at a refresh', async () => {
  const { login, refresh } = await behaving(ok(signInOutput({ RefreshToken: undefined })));
  expectBadGateway(await login());
  expect((await refresh()).statusCode).toBe(200);
});

test('a port that refuses connections is BAD_GATEWAY', async () => {
  const { login, upstream } = await behaving(() => {});
  await upstream.stop();
  expectBadGateway(await login());
});

describe.each([
  ['never responds', () => {}],
  ['stops after its headers', (socket) => socket.write(HEAD)],
  [
    'stops in the middle of the response',
    (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"Auth'),
  ],
] satisfies [string, Behaviour][])('an upstream that %s', (_, behave) => {
  test.each([
    ['the adapter', { adapterMs: 100 }, 'no complete answer within 100 ms'],
    ['the SDK client', { clientMs: 100 }, 'node-http-handler'],
  ])('is BAD_GATEWAY after the limit of %s and one try', async (__, limits, message) => {
    const { login, upstream, signInFailures } = await behaving(behave, limits);
    expectBadGateway(await login());
    expect(signInFailures).toEqual([expect.any(AuthError)]);
    expect(signInFailures).toMatchObject([
      { cause: { name: 'TimeoutError', message: expect.stringContaining(message) } },
    ]);
    expect(upstream.requests).toBe(1);
  });
});

test('a response that arrives one byte at a time is BAD_GATEWAY after the limit of the adapter', async () => {
  let closed: Promise<unknown> | undefined;
  const { login, refresh, upstream } = await behaving(
    (socket) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
      trickles(socket);
    },
    { adapterMs: 100 },
  );
  expectBadGateway(await login());
  await closed;
  expectBadGateway(await refresh());
  await closed;
  expect(upstream.requests).toBe(2);
});

const refusals: Record<string, [Behaviour, login: ErrorCode, refresh: ErrorCode]> = {
  'throttles us': [
    throws('TooManyRequestsException', 'Rate exceeded'),
    'SERVICE_UNAVAILABLE',
    'SERVICE_UNAVAILABLE',
  ],
  'throttles us with 429': [
    throws('TooManyRequestsException', 'Rate exceeded', 429),
    'SERVICE_UNAVAILABLE',
    'SERVICE_UNAVAILABLE',
  ],
  'does not find our client': [
    throws('ResourceNotFoundException', 'User pool client 7lhl does not exist.'),
    'INTERNAL_ERROR',
    'INTERNAL_ERROR',
  ],
  'refuses our secret hash': [
    throws('NotAuthorizedException', 'Unable to verify secret hash for client 7lhl'),
    'INTERNAL_ERROR',
    'INTERNAL_ERROR',
  ],
  'refuses the password': [
    throws('NotAuthorizedException', 'Incorrect username or password.'),
    'INVALID_CREDENTIALS',
    'INTERNAL_ERROR',
  ],
  'does not find the user': [
    throws('UserNotFoundException', 'User does not exist.'),
    'INVALID_CREDENTIALS',
    'INVALID_REFRESH_TOKEN',
  ],
  'has disabled the user': [
    throws('NotAuthorizedException', 'User is disabled.'),
    'INVALID_CREDENTIALS',
    'INVALID_REFRESH_TOKEN',
  ],
  'requires a confirmation': [
    throws('UserNotConfirmedException', 'User is not confirmed.'),
    'INVALID_CREDENTIALS',
    'USER_NOT_CONFIRMED',
  ],
  'requires a password reset': [
    throws('PasswordResetRequiredException', 'Password reset required for the user'),
    'INVALID_CREDENTIALS',
    'PASSWORD_RESET_REQUIRED',
  ],
  'has revoked the token': [
    throws('NotAuthorizedException', 'Refresh Token has been revoked'),
    'INTERNAL_ERROR',
    'INVALID_REFRESH_TOKEN',
  ],
};
test.each(Object.entries(refusals))(
  'an upstream that %s',
  async (_, [behave, atLogin, atRefresh]) => {
    const { login, refresh, upstream, ports } = await behaving(behave);
    const loggedIn = await login();
    const { details } = errorIn(loggedIn, atLogin);
    if (atLogin === 'SERVICE_UNAVAILABLE') {
      expect([details.retry_after, headerIn(loggedIn, 'retry-after')]).toEqual([2, '2']);
    }
    const refreshed = await refresh();
    errorIn(refreshed, atRefresh);
    const ended = errorRow(atRefresh).clearsCookie === true;
    expect(cookieIn(refreshed)).toBe(ended ? '__Host-refresh_token=' : '');
    expect(ports.sessions.rows()).toHaveLength(ended ? 0 : 1);
    expect(upstream.requests).toBe(2);
  },
);

test('every refused sign-in gets the same response, byte by byte', async () => {
  const seen = new Set<string>();
  for (const name of [
    'refuses the password',
    'does not find the user',
    'has disabled the user',
    'requires a confirmation',
    'requires a password reset',
  ]) {
    const { login, upstream } = await behaving(refusals[name]?.[0] ?? ok({}));
    seen.add(JSON.stringify(await login()));
    client?.destroy();
    await upstream.stop();
  }
  expect(seen.size).toBe(1);
});
