/**
 * The deployed handlers with a service whose responses never end. The limits of the SDK apply to a
 * try and to silence, so only a deadline ends such a call.
 */

import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { Timeouts } from '../../functions/adapters/clients.ts';
import { EMULATOR_TIMEOUTS } from '../../sandbox/timeouts.ts';
import { cookieIn, errorIn } from '../support/answer.ts';
import { startDeployment } from '../support/deployment.ts';
import { lambdaContext, restEvent } from '../support/event.ts';
import { databaseDeadlineOf, timeoutsOf } from '../support/timeouts.ts';
import {
  type Behaviour,
  respondsWith,
  startUpstream,
  trickles,
  type Upstream,
} from '../support/upstream.ts';

const aws = await startDeployment();
const [{ createLoginHandler }, sessions] = await Promise.all([
  import('../../functions/wiring/login.ts'),
  import('../../functions/wiring/sessions.ts'),
]);
const { env } = process;
let faulty: Upstream | undefined;
afterEach(async () => {
  process.env = env;
  await faulty?.stop();
});
afterAll(() => aws.stop());

/** The function itself has all the time in the world, so only a deadline can end a request. */
const context = { ...lambdaContext(), getRemainingTimeInMillis: () => 600_000 };
const body = '{"username":"test@example.com","password":"ValidPass123!"}';
const signedIn = await createLoginHandler(EMULATOR_TIMEOUTS)(restEvent('login', { body }), context);
const credentials = {
  cookies: [cookieIn(signedIn)],
  headers: { Authorization: `Bearer ${(JSON.parse(signedIn.body) as { token: string }).token}` },
};

/** Returns the handlers of functions whose database is a faulty one. */
async function withFaultyDatabase(behave: Behaviour, timeouts: Timeouts) {
  faulty = await startUpstream(behave);
  process.env = { ...env, AWS_ENDPOINT_URL_DYNAMODB: faulty.url };
  return {
    login: createLoginHandler(timeouts),
    refresh: sessions.createRefreshHandler(timeouts),
    logout: sessions.createLogoutHandler(timeouts),
    session: sessions.createSessionHandler(timeouts),
    authorizer: sessions.createAuthorizerHandler(timeouts),
  };
}

const authorizerEvent = {
  ...restEvent('session', credentials),
  methodArn: 'arn:aws:execute-api:eu-west-1:1:api/api/GET/x',
} as unknown as APIGatewayRequestAuthorizerEvent;

describe('a response of DynamoDB that arrives one byte at a time is INTERNAL_ERROR', () => {
  test.each(['login', 'refresh', 'logout', 'session'] as const)('at %s', async (name) => {
    const handlers = await withFaultyDatabase(trickles, databaseDeadlineOf(50));
    const event = restEvent(name, { ...credentials, body: name === 'login' ? body : null });
    errorIn(await handlers[name](event, context), 'INTERNAL_ERROR');
  });

  test('and its connection is closed', async () => {
    let closed: Promise<unknown> | undefined;
    const { session } = await withFaultyDatabase((socket) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
      trickles(socket);
    }, databaseDeadlineOf(50));
    errorIn(await session(restEvent('session', credentials), context), 'INTERNAL_ERROR');
    await closed;
    expect(faulty?.requests).toBe(1);
  });
});

describe('the authorizer', () => {
  const authorizerLimitOf = (authorizerMs: number): Timeouts => ({
    ...timeoutsOf(60_000),
    authorizerMs,
  });

  test.each([
    ['arrives one byte at a time', trickles],
    ['never comes', () => {}],
  ] satisfies [string, Behaviour][])(
    'throws after its own deadline if a response %s',
    async (_, behave) => {
      const { authorizer } = await withFaultyDatabase(behave, authorizerLimitOf(50));
      await expect(authorizer(authorizerEvent)).rejects.toMatchObject({
        name: 'TimeoutError',
        message: 'not finished after 50 ms',
      });
    },
  );

  test('throws if the database does not respond in time, and never denies', async () => {
    const { authorizer } = await withFaultyDatabase(trickles, databaseDeadlineOf(50));
    await expect(authorizer(authorizerEvent)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });

  test('answers the next request as soon as the database does', async () => {
    let behave: Behaviour = () => {};
    const { authorizer } = await withFaultyDatabase(
      (socket) => behave(socket),
      authorizerLimitOf(50),
    );
    await expect(authorizer(authorizerEvent)).rejects.toThrow('not finished');
    // There is no such session.
    behave = respondsWith(200, '{}');
    await expect(authorizer(authorizerEvent)).resolves.toMatchObject({
      context: { code: 'INVALID_TOKEN' },
    });
  });
});
