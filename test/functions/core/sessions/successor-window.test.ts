/** How long a rotated refresh token still gets its successor, and the device cookie's part in it. */

import { describe, expect, test } from '@jest/globals';
import { DEVICE, SESSION } from '../../../../contract/limits.ts';
import {
  createDeviceEntry,
  type DeviceEntry,
} from '../../../../functions/core/devices/device-cookie.ts';
import { refresh } from '../../../../functions/core/sessions/refresh.ts';
import { catchCode } from '../../../support/failure.ts';
import { cookieOf, input, signedIn, type World, world } from '../../../support/world.ts';

const HOME = '192.0.2.1';
const ELSEWHERE = '203.0.113.9';
const ACCOUNT = 'a'.repeat(43);

/** A client as the service sees it. */
interface Client {
  address: string;
  deviceCookies: string[];
}

/** Signs in from `HOME` on a device. Returns clients that hold the first refresh token. */
async function signedInOnDevice({ issuedDevice = true } = {}) {
  const ports = world();
  const entry = createDeviceEntry(ACCOUNT, ports.clock.seconds());
  const { session, refreshToken } = await signedIn(ports, {
    device: issuedDevice ? entry.nonce : undefined,
  });
  const cookie = await write(ports, entry);
  const present = (client: Partial<Client>, token = refreshToken) =>
    refresh(ports, input({ refreshTokens: [token], address: HOME, ...client }));
  const successor = async (client: Partial<Client>, token?: string) =>
    cookieOf(await present(client, token), 'refresh').value;
  return { ports, session, refreshToken, entry, cookie, present, successor };
}

async function write(ports: World, ...entries: DeviceEntry[]): Promise<string> {
  const cookie = await ports.devices.write(entries);
  return 'value' in cookie ? cookie.value : '';
}

describe('a predecessor', () => {
  const clients: [string, Partial<Client> & { withCookie?: true }, number][] = [
    ['on the same network', {}, SESSION.successorWindow],
    ['of the same device', { withCookie: true }, SESSION.successorWindow],
    [
      'of the same device on another network',
      { address: ELSEWHERE, withCookie: true },
      SESSION.successorWindow,
    ],
    ['of another client', { address: ELSEWHERE }, SESSION.otherClientWindow],
    [
      'with a forged device cookie',
      { address: ELSEWHERE, deviceCookies: ['1.k1.1.a.b.c'] },
      SESSION.otherClientWindow,
    ],
  ];
  for (const [title, { withCookie, ...client }, window] of clients) {
    test.each([
      [window - 1, true],
      [window, true],
      [window + 1, false],
    ])(`${title} after %d s: gets its successor is %s`, async (seconds, gets) => {
      const { ports, cookie, successor, refreshToken } = await signedInOnDevice();
      const shown = { ...client, ...(withCookie && { deviceCookies: [cookie] }) };
      const first = await successor({ deviceCookies: [cookie] });
      ports.clock.advance(seconds);
      if (gets) {
        await expect(successor(shown)).resolves.toBe(first);
        expect(ports.sessions.rows()).toHaveLength(1);
        return;
      }
      await expect(catchCode(successor(shown, refreshToken))).resolves.toBe(
        'INVALID_REFRESH_TOKEN',
      );
      expect(ports.sessions.rows()).toEqual([]);
      expect(ports.events).toContain('reuse_detected');
    });
  }

  test('has 120 s on the same client and 30 s on another', () => {
    expect([SESSION.successorWindow, SESSION.otherClientWindow]).toEqual([120, 30]);
  });

  test('the owner of a phone that changes its network is not signed out', async () => {
    const { ports, cookie, successor } = await signedInOnDevice();
    const first = await successor({ deviceCookies: [cookie] });
    ports.clock.advance(119);
    await expect(successor({ address: ELSEWHERE, deviceCookies: [cookie] })).resolves.toBe(first);
  });

  test('of a session without a device is not recognised by any device cookie', async () => {
    const { ports, cookie, successor } = await signedInOnDevice({ issuedDevice: false });
    await successor({});
    ports.clock.advance(31);
    const outcome = catchCode(successor({ address: ELSEWHERE, deviceCookies: [cookie] }));
    await expect(outcome).resolves.toBe('INVALID_REFRESH_TOKEN');
  });

  test('is recognised by the network of the last rotation, not by that of the sign-in', async () => {
    const { ports, successor } = await signedInOnDevice();
    const first = await successor({ address: ELSEWHERE });
    ports.clock.advance(31);
    await expect(successor({ address: ELSEWHERE })).resolves.toBe(first);
    await expect(catchCode(successor({ address: HOME }))).resolves.toBe('INVALID_REFRESH_TOKEN');
  });

  test('does not move the network of the session when it gets its successor again', async () => {
    const { ports, successor } = await signedInOnDevice();
    await successor({});
    const [before] = ports.sessions.rows();
    ports.clock.advance(29);
    await successor({ address: ELSEWHERE });
    expect(ports.sessions.rows()).toEqual([{ ...before, reissued: 2 }]);
    ports.clock.advance(2);
    await expect(catchCode(successor({ address: ELSEWHERE }))).resolves.toBe(
      'INVALID_REFRESH_TOKEN',
    );
  });

  test('from two addresses of one IPv6 /64 is the same client', async () => {
    const { ports, successor } = await signedInOnDevice();
    const first = await successor({ address: '2001:db8:1:2::1' });
    ports.clock.advance(119);
    await expect(successor({ address: '2001:db8:1:2:ffff::9' })).resolves.toBe(first);
  });
});

describe('a token that was handed out twice', () => {
  const clients: [string, Partial<Client> & { withCookie?: true }, number][] = [
    ['on the same network', {}, SESSION.successorWindow],
    [
      'of the same device on another network',
      { address: ELSEWHERE, withCookie: true },
      SESSION.successorWindow,
    ],
    ['of another client', { address: ELSEWHERE }, -1],
  ];
  for (const [title, { withCookie, ...client }, window] of clients) {
    test.each([0, window, window + 1].filter((seconds) => seconds >= 0))(
      `${title} after %d s: is kept within ${window} s`,
      async (seconds) => {
        const { ports, cookie, present, successor } = await signedInOnDevice();
        await successor({ deviceCookies: [cookie] });
        const current = await successor({ deviceCookies: [cookie] });
        ports.events.length = 0;
        ports.clock.advance(seconds);
        const shown = { ...client, ...(withCookie && { deviceCookies: [cookie] }) };
        const { body, cookies = [] } = await present(shown, current);
        const isKept = seconds <= window;
        expect(cookies.some(({ kind }) => kind === 'refresh')).toBe(!isKept);
        expect(ports.sessions.rows()).toMatchObject([{ counter: isKept ? 2 : 3 }]);
        expect(ports.events).toEqual(isKept ? ['successor_reissued'] : []);
        const { token } = body as { token: string };
        await expect(ports.jwts.verify(token)).resolves.toMatchObject({ sid: 'session-1' });
      },
    );
  }

  test('is rotated after a mark, because Cognito must be asked', async () => {
    const { ports, session, present, successor } = await signedInOnDevice();
    await successor({});
    const current = await successor({});
    const [row = session] = ports.sessions.rows();
    ports.sessions.replace({ ...row, validation: { number: 1, mark: 1 } });
    await present({}, current);
    expect(ports.upstreamCalls).toHaveLength(1);
    expect(ports.sessions.rows()).toMatchObject([{ counter: 3 }]);
  });

  test('is kept without a question to Cognito, whose last answer may have become old', async () => {
    const { ports, present, successor } = await signedInOnDevice();
    ports.clock.advance(SESSION.revalidateAfter - 1);
    await successor({});
    const current = await successor({});
    ports.clock.advance(SESSION.successorWindow);
    await present({}, current);
    expect(ports.upstreamCalls).toEqual([]);
    expect(ports.sessions.rows()).toMatchObject([{ counter: 2 }]);
  });

  test('is not noted again', async () => {
    const { ports, present, successor } = await signedInOnDevice();
    await successor({});
    const current = await successor({});
    const [before] = ports.sessions.rows();
    await present({});
    await present({}, current);
    expect(ports.sessions.rows()).toEqual([before]);
  });

  test('is a token of which another request has meanwhile made the next', async () => {
    const { ports, session, successor } = await signedInOnDevice();
    await successor({});
    const { change } = ports.sessions;
    ports.sessions.change = async (...args) => {
      const now = ports.clock.seconds();
      await ports.sessions.rotate({ ...session, counter: 2 }, { network: '', devices: [] }, now);
      return change(...args);
    };
    const newest = await successor({});
    await expect(ports.refreshTokens.read(newest)).resolves.toMatchObject({ counter: 3 });
  });

  test('ends with the session that was ended meanwhile', async () => {
    const { ports, session, successor } = await signedInOnDevice();
    await successor({});
    const { change } = ports.sessions;
    ports.sessions.change = async (...args) => {
      await ports.sessions.end(session);
      return change(...args);
    };
    await expect(catchCode(successor({}))).resolves.toBe('INVALID_REFRESH_TOKEN');
  });

  test('cannot be replaced by the late response to another tab', async () => {
    const { ports, present, successor } = await signedInOnDevice();
    await successor({});
    const late = await successor({});
    for (const pause of [0, 1, 1]) {
      ports.clock.advance(pause);
      await present({}, late);
    }
    ports.clock.advance(86_400);
    await expect(successor({}, late)).resolves.toBeDefined();
    expect(ports.events).not.toContain('reuse_detected');
  });
});

describe('a successor that is handed out again is audited with its client', () => {
  test.each([
    ['same device', { address: ELSEWHERE }, true],
    ['same network', {}, false],
    ['other', { address: ELSEWHERE }, false],
  ])('%s', async (client, change, withCookie) => {
    const { ports, session, cookie, successor } = await signedInOnDevice();
    await successor({});
    expect(ports.audits).toEqual([]);
    await successor({ ...change, ...(withCookie && { deviceCookies: [cookie] }) });
    const { sub, sid } = session;
    expect(ports.audits).toEqual([
      { event: 'successor_reissued', fields: { sub, sid, current: 2, client } },
    ]);
  });

  test('after a concurrent revalidation as well', async () => {
    const { ports, successor } = await signedInOnDevice();
    ports.clock.advance(SESSION.revalidateAfter);
    await Promise.all([successor({}), successor({ address: ELSEWHERE })]);
    expect(ports.events).toEqual(['successor_reissued']);
  });
});

describe('the device cookie', () => {
  test('is renewed if the client shows the entry of the session', async () => {
    const { ports, entry, cookie, present } = await signedInOnDevice();
    ports.clock.advance(86_400);
    const renewed = cookieOf(await present({ deviceCookies: [cookie] }), 'device');
    expect(renewed.maxAge).toBe(DEVICE.lifetime);
    await expect(ports.devices.read([renewed.value])).resolves.toEqual([
      { ...entry, issuedAt: ports.clock.seconds() },
    ]);
  });

  test('keeps the entries of other accounts as they were', async () => {
    const { ports, entry, present } = await signedInOnDevice();
    const other = createDeviceEntry('b'.repeat(43), ports.clock.seconds());
    const cookie = await write(ports, entry, other);
    ports.clock.advance(86_400);
    const renewed = cookieOf(await present({ deviceCookies: [cookie] }), 'device');
    const entries = await ports.devices.read([renewed.value]);
    expect(entries).toHaveLength(2);
    expect(entries).toContainEqual(other);
    expect(entries).toContainEqual({ ...entry, issuedAt: ports.clock.seconds() });
  });

  const silent: [string, (parts: { ports: World; entry: DeviceEntry }) => Promise<string[]>][] = [
    ['no cookie is shown', async () => []],
    ['the cookie is forged', async () => ['1.k1.1.a.b.c']],
    [
      'the cookie is of another device',
      async ({ ports }) => [await write(ports, createDeviceEntry(ACCOUNT, ports.clock.seconds()))],
    ],
    [
      'the entry has expired',
      async ({ ports, entry }) => [
        await write(ports, { ...entry, issuedAt: entry.issuedAt - DEVICE.lifetime }),
      ],
    ],
  ];
  test.each(silent)('is not set if %s', async (_, show) => {
    const { present, ...parts } = await signedInOnDevice();
    const { cookies } = await present({ deviceCookies: await show(parts) });
    expect(cookies?.map(({ kind }) => kind)).toEqual(['refresh']);
  });

  test('is not set if the session has no device', async () => {
    const { cookie, present } = await signedInOnDevice({ issuedDevice: false });
    const { cookies } = await present({ deviceCookies: [cookie] });
    expect(cookies?.map(({ kind }) => kind)).toEqual(['refresh']);
  });
});

test('a token that is rotated twice during its revalidation ends no session', async () => {
  const { ports, session, present, successor } = await signedInOnDevice();
  ports.clock.advance(SESSION.revalidateAfter);
  ports.upstream.revalidate = async () => {
    const now = ports.clock.seconds();
    await ports.sessions.rotateRevalidated(session, session, now);
    await ports.sessions.rotate(
      { ...session, counter: 2 },
      { network: 'office', devices: [] },
      now,
    );
    return session.user;
  };
  await expect(catchCode(present({}))).resolves.toBe('SERVICE_UNAVAILABLE');
  expect(ports.sessions.rows()).toMatchObject([{ counter: 3 }]);
  expect(ports.events).toEqual([]);
  await expect(
    successor({}, await ports.refreshTokens.mint({ ...session, counter: 3 })),
  ).resolves.toBeDefined();
});
