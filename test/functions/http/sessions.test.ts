/** The routes by which users see where they are signed in, and end their sessions. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { SESSION } from '../../../contract/limits.ts';
import type { RouteName } from '../../../contract/routes/index.ts';
import { sessionsResponse } from '../../../contract/schemas/index.ts';
import { AuthError } from '../../../functions/core/error.ts';
import { idleTimeout } from '../../../functions/core/sessions/idle.ts';
import { sessionLimit } from '../../../functions/core/sessions/session-limit.ts';
import { cookieIn, errorIn } from '../../support/answer.ts';
import { lambdaContext, type RequestOptions, restEvent } from '../../support/event.ts';
import { handlersOf } from '../../support/handlers.ts';
import { signedIn, UPSTREAM_TOKEN, USER, type World, world } from '../../support/world.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1';
const body = '{"username":"test@example.com","password":"ValidPass123!"}';

let ports: World;
let handlers: ReturnType<typeof handlersOf>;
beforeEach(() => {
  ports = world();
  handlers = handlersOf(ports);
});

const send = (name: RouteName & keyof typeof handlers, options: RequestOptions) =>
  handlers[name](restEvent(name, options), lambdaContext());
const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

async function signIn(userAgent?: string | string[], sourceIp = '192.0.2.1') {
  const headers = userAgent === undefined ? {} : { 'User-Agent': userAgent };
  const response = await send('login', { body, headers, sourceIp });
  return {
    token: (JSON.parse(response.body) as { token: string }).token,
    cookie: cookieIn(response),
    id: ports.sessions.rows().at(-1)?.sid ?? '',
  };
}

async function list(token: string) {
  const response = await send('listSessions', bearer(token));
  expect(response.statusCode).toBe(200);
  return z.parse(sessionsResponse, JSON.parse(response.body)).sessions;
}
const listIds = async (token: string) => (await list(token)).map(({ id }) => id);
const end = (token: string, id: string) =>
  send('endSession', { ...bearer(token), parameters: { id } });

describe('the list', () => {
  test('shows each session with its client, network and times', async () => {
    const phone = await signIn(IPHONE, '198.51.100.7');
    ports.clock.advance(60);
    const here = await signIn(FIREFOX);
    const sessions = await list(here.token);
    expect(sessions).toEqual([
      {
        id: here.id,
        device: 'Firefox on Linux',
        network: expect.stringMatching(/^[0-9a-f]{8}$/),
        created_at: '2026-03-01T12:01:00.000Z',
        last_used_at: '2026-03-01T12:01:00.000Z',
        current: true,
      },
      {
        id: phone.id,
        device: 'Safari on iPhone',
        network: expect.stringMatching(/^[0-9a-f]{8}$/),
        created_at: '2026-03-01T12:00:00.000Z',
        last_used_at: '2026-03-01T12:00:00.000Z',
        current: false,
      },
    ]);
    expect(sessions[0]?.network).not.toBe(sessions[1]?.network);
  });

  test('shows the same network label for the same network only', async () => {
    const { token } = await signIn();
    await signIn();
    await signIn(undefined, '203.0.113.9');
    const labels = (await list(token)).map(({ network }) => network);
    expect(new Set(labels).size).toBe(2);
  });

  test('shows another label of the same network to another user', async () => {
    const { token } = await signIn();
    const other = await signedIn(ports, { sub: 'other', user: { ...USER, sub: 'other' } });
    const [[mine], [theirs]] = [await list(token), await list(other.jwt)];
    expect(mine?.network).not.toBe(theirs?.network);
  });

  test.each([undefined, 'node', ''])('shows no device for the User-Agent %j', async (userAgent) => {
    const { token } = await signIn(userAgent);
    await expect(list(token)).resolves.toMatchObject([{ device: null }]);
  });

  test('uses the first User-Agent of several', async () => {
    const { token } = await signIn([FIREFOX, IPHONE]);
    await expect(list(token)).resolves.toMatchObject([{ device: 'Firefox on Linux' }]);
  });

  test('shows the last refresh and the last confirmation as a use', async () => {
    const { token, cookie } = await signIn();
    ports.clock.advance(60);
    await send('refresh', { cookies: [cookie] });
    const [refreshed] = await list(token);
    expect(refreshed?.last_used_at).toBe('2026-03-01T12:01:00.000Z');

    const [row] = ports.sessions.rows();
    const confirmedAt = ports.clock.seconds() + 3_600;
    if (row) ports.sessions.replace({ ...row, validatedAt: confirmedAt });
    const [confirmed] = await list(token);
    expect(confirmed?.last_used_at).toBe('2026-03-01T13:01:00.000Z');
  });

  test('shows no session of another user and none that has expired', async () => {
    const { token, id } = await signIn();
    await signedIn(ports, { sub: 'other', sid: 'other' });
    await signedIn(ports, { sid: 'expired', expiresAt: ports.clock.seconds() });
    await expect(listIds(token)).resolves.toEqual([id]);
  });

  test('contains no address, no fingerprint and no nonce of a device', async () => {
    const { token } = await signIn(FIREFOX, '198.51.100.7');
    const [row] = ports.sessions.rows();
    const text = JSON.stringify(await list(token));
    for (const secret of ['198.51.100', row?.network, row?.device, '140.0']) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('ending one session', () => {
  test('ends it at once and revokes its upstream token', async () => {
    const [here, there] = [await signIn(), await signIn()];
    expect(await end(here.token, there.id)).toMatchObject({ statusCode: 204, body: '' });
    errorIn(await send('session', bearer(there.token)), 'INVALID_TOKEN');
    errorIn(await send('refresh', { cookies: [there.cookie] }), 'INVALID_REFRESH_TOKEN');
    await expect(listIds(here.token)).resolves.toEqual([here.id]);
    expect(ports.upstreamCalls).toContain(`revoke ${UPSTREAM_TOKEN}`);
    expect(ports.sessions.upstreams()).toHaveLength(1);
    expect(ports.audits).toContainEqual({
      event: 'session_ended',
      fields: { sub: USER.sub, sid: there.id, reason: 'ended by its user' },
    });
    expect(ports.published).toEqual([
      {
        kind: 'sessions_ended',
        sub: USER.sub,
        reason: 'signed_out',
        session_ids: [there.id],
      },
    ]);
  });

  test('ends the current session as well', async () => {
    const here = await signIn();
    expect((await end(here.token, here.id)).statusCode).toBe(204);
    errorIn(await end(here.token, here.id), 'INVALID_TOKEN');
    expect(ports.sessions.rows()).toEqual([]);
  });

  test('answers alike for a missing, an ended and an expired session and for that of another user', async () => {
    const [here, ended] = [await signIn(), await signIn()];
    await signedIn(ports, { sid: 'expired', expiresAt: ports.clock.seconds() });
    await signedIn(ports, { sub: 'other', sid: 'of-other' });
    const existing = await end(here.token, ended.id);
    ports.published.length = 0;
    for (const id of [ended.id, 'expired', 'of-other', 'A'.repeat(22)]) {
      expect(await end(here.token, id)).toEqual(existing);
    }
    expect(ports.sessions.rows().map(({ sid }) => sid)).toEqual([here.id, 'of-other']);
    // The memory store keeps an expired session until it is ended.
    expect(ports.published.flatMap((event) => Object(event).session_ids)).toEqual(['expired']);
  });

  test.each([
    ['a key of an upstream token', '#upstream#session-1'],
    ['an encoded slash', 'a/b'],
    ['text that is too long', 'A'.repeat(65)],
    ['no text', ''],
  ])('%s is BAD_REQUEST', async (_, id) => {
    const { token } = await signIn();
    const { details } = errorIn(await end(token, id), 'BAD_REQUEST');
    expect(details).toMatchObject({ field: 'id', issue: 'must be the ID of a session' });
    expect(ports.sessions.upstreams()).toHaveLength(1);
  });

  test('succeeds if the upstream cannot revoke the token', async () => {
    const [here, there] = [await signIn(), await signIn()];
    ports.upstream.revoke = async () => {
      throw new AuthError('BAD_GATEWAY');
    };
    expect((await end(here.token, there.id)).statusCode).toBe(204);
    await expect(listIds(here.token)).resolves.toEqual([here.id]);
    expect(ports.reported).toHaveLength(1);
  });
});

describe('ending all other sessions', () => {
  const endOthers = (token: string) => send('endOtherSessions', bearer(token));

  test('keeps the current one and those of other users', async () => {
    const here = await signIn();
    for (let count = 0; count < 45; count += 1) await signIn();
    const other = await signedIn(ports, { sub: 'other' });
    expect(await endOthers(here.token)).toMatchObject({ statusCode: 204, body: '' });
    await expect(listIds(here.token)).resolves.toEqual([here.id]);
    await expect(listIds(other.jwt)).resolves.toEqual([other.session.sid]);
    expect(ports.sessions.upstreams()).toHaveLength(2);
    expect(ports.upstreamCalls.filter((call) => call.startsWith('revoke'))).toHaveLength(45);
    expect((await endOthers(here.token)).statusCode).toBe(204);
    const ended = ports.published.flatMap((event) => Object(event).session_ids as string[]);
    expect(new Set(ended).size).toBe(45);
    expect(ended).not.toContain(here.id);
  });

  test('a repeated request ends what a failed one left', async () => {
    const [here] = [await signIn(), await signIn(), await signIn()];
    const { end: endRow } = ports.sessions;
    let calls = 0;
    ports.sessions.end = async (key) => {
      calls += 1;
      if (calls === 2) throw new AuthError('INTERNAL_ERROR');
      return endRow(key);
    };
    errorIn(await endOthers(here.token), 'INTERNAL_ERROR');
    await expect(listIds(here.token)).resolves.toHaveLength(2);
    expect((await endOthers(here.token)).statusCode).toBe(204);
    await expect(listIds(here.token)).resolves.toEqual([here.id]);
  });
});

describe('the caller', () => {
  const routes = ['listSessions', 'endSession', 'endOtherSessions'] as const;
  test.each(routes)('%s needs a live session', async (name) => {
    const { token, cookie, id } = await signIn();
    const parameters = { id };
    errorIn(await send(name, { parameters, cookies: [cookie] }), 'NOT_AUTHENTICATED');
    ports.clock.advance(SESSION.jwtLifetime);
    errorIn(await send(name, { ...bearer(token), parameters }), 'TOKEN_EXPIRED');
    await ports.sessions.endAll(USER.sub);
    ports.clock.advance(-SESSION.jwtLifetime);
    errorIn(await send(name, { ...bearer(token), parameters }), 'INVALID_TOKEN');
  });

  test.each(routes)('%s is refused to another origin and changes nothing', async (name) => {
    const { token, id } = await signIn();
    const headers = { ...bearer(token).headers, Origin: 'https://evil.example' };
    errorIn(await send(name, { headers, parameters: { id } }), 'ORIGIN_NOT_ALLOWED');
    expect(ports.sessions.rows()).toHaveLength(1);
  });
});

describe('the idle time-out', () => {
  const DAY = 86_400;
  beforeEach(() => {
    ports.idle = idleTimeout(DAY);
    ports.freshness = { check: async () => {} };
    handlers = handlersOf(ports);
  });

  test('ends a session that has not been used', async () => {
    const { token, cookie } = await signIn();
    ports.clock.advance(DAY - 1);
    expect((await send('session', bearer(token))).statusCode).toBe(200);
    ports.clock.advance(1);
    errorIn(await send('session', bearer(token)), 'INVALID_TOKEN');
    errorIn(await send('listSessions', bearer(token)), 'INVALID_TOKEN');
    errorIn(await send('refresh', { cookies: [cookie] }), 'INVALID_REFRESH_TOKEN');
    expect(ports.sessions.rows()).toEqual([]);
    expect(ports.events).toContain('session_ended: idle');
    expect(ports.upstreamCalls).toContain(`revoke ${UPSTREAM_TOKEN}`);
  });

  test('starts again with a refresh and with a confirmation', async () => {
    const { token, cookie } = await signIn();
    ports.clock.advance(DAY - 1);
    const refreshed = await send('refresh', { cookies: [cookie] });
    expect(refreshed.statusCode).toBe(200);
    ports.clock.advance(DAY - 1);
    const [row] = ports.sessions.rows();
    if (row) ports.sessions.replace({ ...row, validatedAt: ports.clock.seconds() });
    ports.clock.advance(DAY - 1);
    expect((await send('session', bearer(token))).statusCode).toBe(200);
  });

  test('hides an idle session in the list', async () => {
    await signIn();
    ports.clock.advance(DAY - 1);
    const here = await signIn();
    await expect(list(here.token)).resolves.toHaveLength(2);
    ports.clock.advance(1);
    await expect(listIds(here.token)).resolves.toEqual([here.id]);
  });
});

describe('the limit of sessions', () => {
  beforeEach(() => {
    ports.sessionLimit = sessionLimit(ports, 2);
    handlers = handlersOf(ports);
  });

  test('ends the oldest session at a login beyond it', async () => {
    const logins = [];
    for (let count = 0; count < 3; count += 1) {
      logins.push(await signIn());
      ports.clock.advance(60);
    }
    const [first, second, third] = logins;
    errorIn(await send('session', bearer(first?.token ?? '')), 'INVALID_TOKEN');
    await expect(listIds(third?.token ?? '')).resolves.toEqual([third?.id, second?.id]);
    expect(ports.events).toContain('session_ended: too many sessions');
    expect(ports.sessions.upstreams()).toHaveLength(2);
  });

  test('counts no session that the login replaces', async () => {
    const other = await signIn();
    ports.clock.advance(60);
    const { cookie } = await signIn();
    ports.clock.advance(60);
    await send('login', { body, cookies: [cookie] });
    await expect(listIds(other.token)).resolves.toHaveLength(2);
  });

  test('does not fail a login if the sessions cannot be listed', async () => {
    ports.userSessions.list = async () => {
      throw new AuthError('INTERNAL_ERROR');
    };
    await signIn();
    expect(ports.reported).toMatchObject([{ code: 'INTERNAL_ERROR' }]);
  });
});
