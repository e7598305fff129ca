/** When requests are repeated. */

import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { ANSWER_TIMEOUT, exchange } from '../../client/src/exchange.ts';
import { ROUTES as CLIENT_ROUTES } from '../../client/src/generated/contract.ts';
import { createAuthClient } from '../../client/src/index.ts';
import { backOff, LONGEST_WAIT, repeat, TRIES } from '../../client/src/retry.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import { isRepeatable, ROUTE_NAMES, type RouteName, routeOf } from '../../contract/routes/index.ts';
import {
  type Answer,
  empty,
  envelope,
  html,
  json,
  lost,
  ORIGIN,
  passTime,
  scripted,
  token,
} from './scripted.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const CREDENTIALS = { username: 'test@example.com', password: 'ValidPass123!' };

/** Logs in over these answers. Returns the waits between the requests in milliseconds. */
async function waitsOf(...answers: Answer[]): Promise<number[]> {
  const times: number[] = [];
  const api = scripted(
    ...answers.map(
      (answer): Answer =>
        (request) => {
          times.push(Date.now());
          return answer(request);
        },
    ),
  );
  const auth = createAuthClient({ baseUrl: ORIGIN, fetch: api.fetch });
  await passTime(auth.login(CREDENTIALS).catch(() => {}));
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

describe('the back-off', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

  test('is between what the service asks for, and 1, 2, 4 … seconds more', () => {
    fc.assert(
      fc.property(fc.nat(10), fc.nat(LONGEST_WAIT), unit, (attempt, retryAfter, random) => {
        const wait = backOff(attempt, retryAfter, () => random);
        expect(wait).toBeGreaterThanOrEqual(retryAfter);
        expect(wait).toBeLessThan(retryAfter + 2 ** attempt + 1e-9);
      }),
    );
  });

  test('spreads clients over the whole range', () => {
    fc.assert(
      fc.property(fc.nat(10), unit, unit, (attempt, one, other) => {
        fc.pre(one < other);
        expect(backOff(attempt, 0, () => one)).toBeLessThan(backOff(attempt, 0, () => other));
      }),
    );
    expect(backOff(2, 0, () => 0)).toBe(0);
  });
});

describe('a login', () => {
  const passing: [string, Answer][] = [
    ['500', envelope('INTERNAL_ERROR')],
    ['502', envelope('BAD_GATEWAY')],
    ['503', envelope('SERVICE_UNAVAILABLE')],
    ['504', envelope('GATEWAY_TIMEOUT')],
    ['a throttle', envelope('TOO_MANY_REQUESTS')],
    ['a lost connection', lost],
    ['a 502 of a proxy', html(502)],
    ['the page of a public network', html(200)],
  ];

  test.each(passing)('is sent three times after %s', async (_, answer) => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    await expect(waitsOf(...Array(9).fill(answer))).resolves.toHaveLength(TRIES - 1);
  });

  test('waits as long as Retry-After says, and some more at random', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const answer = envelope('SERVICE_UNAVAILABLE', { retryAfter: 7 });
    await expect(waitsOf(answer, answer, token())).resolves.toEqual([7_500, 8_000]);
    const proxy = html(503, { 'Retry-After': '5' });
    await expect(waitsOf(proxy, proxy, token())).resolves.toEqual([5_500, 6_000]);
    await expect(waitsOf(lost, lost, token())).resolves.toEqual([500, 1_000]);
    const date = html(503, { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' });
    await expect(waitsOf(date, token())).resolves.toEqual([500]);
  });

  test('is not repeated if the wait is longer than a user waits', async () => {
    const answer = envelope('SERVICE_UNAVAILABLE', { retryAfter: LONGEST_WAIT + 1 });
    await expect(waitsOf(answer, token())).resolves.toEqual([]);
  });

  test.each([
    ['INVALID_CREDENTIALS', envelope('INVALID_CREDENTIALS')],
    ['too many attempts', envelope('TOO_MANY_REQUESTS', { variant: 'account', retryAfter: 1 })],
    ['FORBIDDEN', envelope('FORBIDDEN')],
    ['a 403 of a proxy', html(403)],
    ['a 404 of a proxy', html(404)],
  ])('is not repeated after %s', async (_, answer) => {
    await expect(waitsOf(answer, token())).resolves.toEqual([]);
  });

  test('is sent at most three times, whatever comes', async () => {
    const answers = fc.constantFrom(...passing.map(([, answer]) => answer), token());
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { minLength: 4, maxLength: 4 }), async (script) => {
        expect((await waitsOf(...script)).length).toBeLessThan(TRIES);
      }),
      { numRuns: 50 },
    );
  });
});

describe('only repeatable routes are repeated', () => {
  test('login, refresh, logout and reads are repeatable', () => {
    const repeatable = ROUTE_NAMES.filter((name) => isRepeatable(routeOf(name)));
    expect(repeatable).toEqual(expect.arrayContaining(['login', 'refresh', 'logout']));
    for (const name of ROUTE_NAMES) {
      if (routeOf(name).method === 'GET') expect(repeatable).toContain(name);
    }
  });

  /** An input that has every path parameter. */
  const INPUT = { id: 'id', account: 'account', ...CREDENTIALS };

  test.each(ROUTE_NAMES)('%s', async (name) => {
    const route = routeOf(name);
    const failures = Array(TRIES).fill(envelope('INTERNAL_ERROR'));
    const isBearer = route.credential === 'bearer';
    const api = scripted(...(isBearer ? [token()] : []), ...failures, empty, json({}));
    const auth = createAuthClient({ baseUrl: ORIGIN, fetch: api.fetch });
    if (isBearer) await auth.restore();
    const before = api.seen.length;
    const call = auth[name] as (input?: object) => Promise<unknown>;
    const takesInput = /[jp]/.test(CLIENT_ROUTES[name as RouteName].split(' ')[2] ?? '');
    await passTime((takesInput ? call(INPUT) : call()).catch(() => {}));
    expect(api.seen.length - before).toBe(isRepeatable(route) ? TRIES : 1);
    auth.close();
  });
});

test('a wait that is over leaves no listener at the signal', async () => {
  const { signal } = new AbortController();
  const api = scripted(envelope('BAD_GATEWAY'), envelope('BAD_GATEWAY'), json('done'));
  // Not with the signal: a `Request` follows it until it is collected.
  const send = () => exchange(api.fetch, ORIGIN, {});
  await expect(passTime(repeat(send, { signal }))).resolves.toBe('done');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('the client waits for an answer longer than the gateway takes', () => {
  expect(ANSWER_TIMEOUT).toBeGreaterThan(TIMEOUTS.gateway * 1_000);
});
