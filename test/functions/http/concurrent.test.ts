/** One process that handles 64 requests at once, as an extension or another runtime may. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { ROUTE_NAMES } from '../../../contract/routes/index.ts';
import { headerIn } from '../../support/answer.ts';
import { capturedLogs } from '../../support/logs.ts';

const logs = capturedLogs();
const { AuthError } = await import('../../../functions/core/error.ts');
const { createAuthorizer } = await import('../../../functions/http/authorizer.ts');
const { audit, report } = await import('../../../functions/http/observe.ts');
const { ACCOUNT_QUERY, exampleBody, lambdaContext, restEvent } = await import(
  '../../support/event.ts'
);
const { handlerOf } = await import('../../support/handlers.ts');
const { signedIn, world } = await import('../../support/world.ts');

beforeEach(logs.forget);
afterAll(logs.release);

const NUMBERS = Array.from({ length: 64 }, (_, index) => index);
const isRefused = (number: number) => number % 3 === 0;
const idOf = (number: number) => `request-${number}`;

/** An event that its number identifies by its request ID and by its address. */
function numbered(route: (typeof ROUTE_NAMES)[number], number: number) {
  const body = exampleBody(route);
  const query = route === 'captcha' ? ACCOUNT_QUERY : {};
  const event = restEvent(route, { body, query, sourceIp: `192.0.2.${number}` });
  event.requestContext.extendedRequestId = idOf(number);
  return event;
}

test.each(ROUTE_NAMES)(
  '%s keeps the IDs, log lines and metrics of requests apart',
  async (route) => {
    const handler = handlerOf(route, async (_ports, { address }) => {
      const number = Number(address.split('.').at(-1));
      for (let turn = 0; turn < 1 + (number % 7); turn += 1) await nextTurn();
      audit('session_ended', { reason: idOf(number) });
      await nextTurn();
      report(new Error(idOf(number)));
      if (isRefused(number))
        throw new AuthError('NOT_AUTHENTICATED', { cause: new Error(idOf(number)) });
      return { body: {} } as never;
    });
    const responses = await Promise.all(
      NUMBERS.map((number) => handler(numbered(route, number), lambdaContext())),
    );

    expect(responses.map((response) => headerIn(response, 'x-request-id'))).toEqual(
      NUMBERS.map(idOf),
    );
    const lines = logs.lines().filter(({ message }) => message !== undefined);
    for (const number of NUMBERS) {
      const own = lines.filter(({ request_id }) => request_id === idOf(number));
      const request = { message: 'request', code: isRefused(number) ? 'NOT_AUTHENTICATED' : 'OK' };
      expect(own).toEqual([
        expect.objectContaining({ message: 'audit', reason: idOf(number) }),
        expect.objectContaining({ message: 'passed over', causes: [`Error: ${idOf(number)}`] }),
        expect.objectContaining(
          isRefused(number) ? { ...request, causes: [`Error: ${idOf(number)}`] } : request,
        ),
      ]);
    }
    const counted = logs.lines().filter((line) => 'Requests' in line);
    expect(counted.filter(({ code }) => code === 'OK')).toHaveLength(
      NUMBERS.filter((number) => !isRefused(number)).length,
    );
  },
);

test('the authorizer keeps the callers apart', async () => {
  const ports = world();
  const authorize = createAuthorizer(ports);
  const tokens = await Promise.all(
    NUMBERS.map(async (number) => {
      const user = { sub: idOf(number), username: idOf(number), email: null, groups: [] };
      return (await signedIn(ports, { sub: user.sub, sid: `session-${number}`, user })).jwt;
    }),
  );
  const results = await Promise.all(
    tokens.map((token) =>
      authorize({
        ...restEvent('session', { headers: { Authorization: `Bearer ${token}` } }),
        type: 'REQUEST',
        methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:api/api/GET/orders',
      } as never),
    ),
  );
  expect(results.map(({ principalId }) => principalId)).toEqual(NUMBERS.map(idOf));
});
