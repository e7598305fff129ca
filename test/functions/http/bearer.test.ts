/** Bearer routes: the endpoint authenticates the caller before the use case runs. */

import { describe, expect, test } from '@jest/globals';
import { session } from '../../../functions/core/sessions/session.ts';
import type { UseCase } from '../../../functions/core/use-case.ts';
import { errorIn } from '../../support/answer.ts';
import { createEndpoint } from '../../support/endpoint.ts';
import { lambdaContext, restEvent } from '../../support/event.ts';
import { SETTINGS } from '../../support/handlers.ts';
import { signedIn, world } from '../../support/world.ts';

/** Returns a session endpoint, and the sessions that its use case received. */
function createRecorder() {
  const ports = world();
  const received: unknown[] = [];
  const record: UseCase<'session', unknown> = async (_, { session }) => {
    received.push(session);
    return { body: {} };
  };
  const handler = createEndpoint('session', record, ports, SETTINGS);
  const send = (headers: Record<string, string>, body: string | null = null) =>
    handler(restEvent('session', { headers, body }), lambdaContext());
  return { ports, received, send };
}

test('the use case receives the live session of the token', async () => {
  const { ports, received, send } = createRecorder();
  const current = await signedIn(ports);
  expect((await send({ Authorization: `Bearer ${current.jwt}` })).statusCode).toBe(200);
  expect(received).toEqual([current.session]);
});

describe('the use case does not run', () => {
  test('without a token', async () => {
    const { received, send } = createRecorder();
    errorIn(await send({}), 'NOT_AUTHENTICATED');
    expect(received).toEqual([]);
  });

  test('with an invalid token', async () => {
    const { received, send } = createRecorder();
    errorIn(await send({ Authorization: 'Bearer garbage' }), 'INVALID_TOKEN');
    expect(received).toEqual([]);
  });

  test('with an expired token', async () => {
    const { ports, received, send } = createRecorder();
    const { jwt } = await signedIn(ports);
    ports.clock.advance(16 * 86_400);
    errorIn(await send({ Authorization: `Bearer ${jwt}` }), 'TOKEN_EXPIRED');
    expect(received).toEqual([]);
  });

  test('with the token of a session that has ended', async () => {
    const { ports, received, send } = createRecorder();
    const current = await signedIn(ports);
    await ports.sessions.end(current.session);
    errorIn(await send({ Authorization: `Bearer ${current.jwt}` }), 'INVALID_TOKEN');
    expect(received).toEqual([]);
  });
});

describe('authentication comes', () => {
  test('after the origin rule', async () => {
    const { send } = createRecorder();
    errorIn(await send({ Origin: 'https://evil.example' }), 'ORIGIN_NOT_ALLOWED');
  });

  test('after the limit of the body', async () => {
    const { send } = createRecorder();
    errorIn(await send({}, 'x'.repeat(8_193)), 'PAYLOAD_TOO_LARGE');
  });
});

test('the types require the ports that authenticate, for bearer routes only', () => {
  const anything = async () => ({ body: {} });
  // @ts-expect-error: `session` is a bearer route.
  createEndpoint('session', session, {}, SETTINGS);
  // @ts-expect-error: `session` is a bearer route.
  createEndpoint('session', anything, undefined, SETTINGS);
  const { clock, sessions } = world();
  // @ts-expect-error: `jwts` is missing.
  createEndpoint('session', anything, { clock, sessions }, SETTINGS);
  createEndpoint('refresh', anything, undefined, SETTINGS);
});

test('the types give a session to the use cases of bearer routes only', () => {
  const forBearer: UseCase<'session', unknown> = async (_, { session }) => ({ body: session.sid });
  // @ts-expect-error: `refresh` is not a bearer route.
  const forCookie: UseCase<'refresh', unknown> = async (_, { session }) => ({ body: session });
  expect([forBearer, forCookie]).toHaveLength(2);
});
