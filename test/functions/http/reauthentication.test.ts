/** The confirmation of an identity with a second factor, over HTTP. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { ACCOUNT, ATTEMPTS, CHALLENGE } from '../../../contract/limits.ts';
import {
  type AccountRoute,
  type AccountWorld,
  accountHandlersOf,
  accountWorld,
  CODE,
  PASSWORD,
  signedIn,
  USER,
} from '../../support/account-world.ts';
import { cookieIn, errorIn, headersIn } from '../../support/answer.ts';
import { lambdaContext, restEvent } from '../../support/event.ts';
import { handlersOf } from '../../support/handlers.ts';

type Caller = Awaited<ReturnType<typeof signedIn>>;
interface Step {
  token: string;
  cookie: string;
}

let ports: AccountWorld;
let caller: Caller;
beforeEach(async () => {
  ports = accountWorld();
  caller = await signedIn(ports);
  if (ports.state.user) ports.state.user.hasFactor = true;
  ports.clock.advance(ACCOUNT.recentSignIn + 1);
});

const headersOf = (jwt: string | undefined) =>
  jwt === undefined ? {} : { Authorization: `Bearer ${jwt}` };
const send = (route: AccountRoute, body?: object) =>
  accountHandlersOf(ports)[route](
    restEvent(route, {
      headers: headersOf(caller.jwt),
      ...(body && { body: JSON.stringify(body) }),
    }),
    lambdaContext(),
  );
const sendPassword = (password = PASSWORD) => send('reauthenticate', { password });

/** Enters the right password. Returns the step that must follow. */
async function begin(): Promise<Step> {
  const response = await sendPassword();
  const { details } = errorIn(response, 'CHALLENGE_REQUIRED');
  const { token } = details.challenge as { token: string };
  return { token, cookie: cookieIn(response)?.split(';')[0] ?? '' };
}

const answer = ({ token, cookie }: Step, { code = CODE, jwt = caller.jwt } = {}) =>
  handlersOf(ports).challenge(
    restEvent('challenge', {
      headers: headersOf(jwt),
      cookies: [cookie],
      body: JSON.stringify({ challenge_token: token, code }),
    }),
    lambdaContext(),
  );
const sessionRow = () => ports.sessions.rows().find(({ sid }) => sid === 'session-1');

describe('the right code', () => {
  test('makes the same session count as just signed in with both factors', async () => {
    const response = await answer(await begin());
    expect(response).toMatchObject({ statusCode: 204, body: '' });
    expect(headersIn(response, 'set-cookie')).toEqual([
      expect.stringMatching(/^__Host-challenge=;.*Max-Age=0/),
    ]);
    expect(ports.sessions.rows()).toHaveLength(1);
    expect(sessionRow()).toMatchObject({
      authenticatedAt: ports.clock.seconds(),
      amr: ['pwd', 'otp', 'mfa'],
      user: USER,
    });
    expect(ports.events).toContain('reauthenticated');
    expect((await send('deleteAccount')).statusCode).toBe(204);
  });

  test('revokes the upstream session that it opens, and keeps the own one', async () => {
    await answer(await begin());
    expect(ports.upstreamCalls.at(-1)).toBe('revoke another-token');
    expect(ports.sessions.upstreams()).toHaveLength(1);
  });

  test('works if the upstream session cannot be revoked', async () => {
    ports.upstream.revoke = async () => Promise.reject(new Error('no answer'));
    expect((await answer(await begin())).statusCode).toBe(204);
    expect(ports.reported).toHaveLength(1);
  });

  test('forgets the wrong passwords with the token', async () => {
    for (let round = 1; round < ATTEMPTS.devices.inARow; round += 1) {
      errorIn(await sendPassword(`wrong ${round}`), 'WRONG_PASSWORD');
    }
    await answer(await begin());
    errorIn(await sendPassword('wrong again'), 'WRONG_PASSWORD');
    errorIn(await sendPassword('wrong once more'), 'WRONG_PASSWORD');
  });
});

describe('no identity is confirmed', () => {
  test('by the password alone', async () => {
    await begin();
    errorIn(await send('deleteAccount'), 'REAUTHENTICATION_REQUIRED');
  });

  test('by a wrong code, which can be corrected', async () => {
    const step = await begin();
    const wrong = errorIn(await answer(step, { code: '000000' }), 'INVALID_CODE');
    errorIn(await send('deleteAccount'), 'REAUTHENTICATION_REQUIRED');
    const { token } = wrong.details.challenge as { token: string };
    expect((await answer({ ...step, token })).statusCode).toBe(204);
  });

  test.each<[string, () => Promise<string | undefined>]>([
    ['without a Bearer token', async () => undefined],
    ['with what is no Bearer token', async () => ' '],
    [
      'with the token of another session of the user',
      async () => (await signedIn(ports, { sid: 'session-2' })).jwt,
    ],
    [
      'with the token of another user',
      async () => (await signedIn(ports, { sid: 'x', user: { ...USER, sub: 'thief' } })).jwt,
    ],
  ])('%s', async (_case, jwtOf) => {
    const step = await begin();
    const jwt = await jwtOf();
    const rows = structuredClone(ports.sessions.rows());
    const asked = ports.upstreamCalls.length;
    const refused = await handlersOf(ports).challenge(
      restEvent('challenge', {
        headers: headersOf(jwt),
        cookies: [step.cookie],
        body: JSON.stringify({ challenge_token: step.token, code: CODE }),
      }),
      lambdaContext(),
    );
    errorIn(refused, 'INVALID_CHALLENGE');
    expect(ports.sessions.rows()).toEqual(rows);
    expect(ports.upstreamCalls).toHaveLength(asked);
    // The refusal uses nothing up.
    expect((await answer(step)).statusCode).toBe(204);
  });

  test('twice by one code', async () => {
    const step = await begin();
    expect((await answer(step)).statusCode).toBe(204);
    errorIn(await answer(step), 'INVALID_CHALLENGE');
  });

  test('in another browser', async () => {
    const step = await begin();
    errorIn(await answer({ ...step, cookie: '' }), 'INVALID_CHALLENGE');
  });

  test('if the name belongs to another person by now', async () => {
    const step = await begin();
    if (ports.state.user) ports.state.user.sub = 'another-sub';
    errorIn(await answer(step), 'INVALID_CHALLENGE');
    expect(ports.upstreamCalls.at(-1)).toBe('revoke another-token');
    errorIn(await send('deleteAccount'), 'REAUTHENTICATION_REQUIRED');
  });

  test('if the session has ended in the meantime', async () => {
    const step = await begin();
    await ports.sessions.endAll(USER.sub);
    errorIn(await answer(step), 'INVALID_CHALLENGE');
    expect(ports.sessions.rows()).toEqual([]);
    expect(ports.upstreamCalls.at(-1)).toBe('revoke another-token');
  });
});

test('wrong codes are limited over all confirmations of a user', async () => {
  for (let round = 0; round < CHALLENGE.triesInWindow; round += 1) {
    errorIn(await answer(await begin(), { code: '000000' }), 'INVALID_CODE');
  }
  errorIn(await answer(await begin()), 'TOO_MANY_REQUESTS');
  errorIn(await send('deleteAccount'), 'REAUTHENTICATION_REQUIRED');
});
