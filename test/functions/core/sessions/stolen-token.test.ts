/** What a thief can do who copied the refresh cookie, or all cookies, once. */

import { expect, test } from '@jest/globals';
import { SESSION } from '../../../../contract/limits.ts';
import { createDeviceEntry } from '../../../../functions/core/devices/device-cookie.ts';
import { authenticate } from '../../../../functions/core/sessions/authenticate.ts';
import { refresh } from '../../../../functions/core/sessions/refresh.ts';
import { catchCode } from '../../../support/failure.ts';
import { cookieOf, input, signedIn, world } from '../../../support/world.ts';

const DAY = 86_400;

/** Returns the owner's browser and a thief on another network, who has just copied its cookies. */
async function stolen({ deviceCookie }: { deviceCookie: boolean }) {
  const ports = world();
  const entry = createDeviceEntry('a'.repeat(43), ports.clock.seconds());
  const { refreshToken } = await signedIn(ports, { device: entry.nonce });
  const device = cookieOf({ cookies: [await ports.devices.write([entry])] }, 'device').value;

  /** Refreshes with what the jar holds, and keeps what comes back. */
  const browserOf = (address: string, deviceCookies: string[]) => {
    const jar = { refreshTokens: [refreshToken], deviceCookies };
    return {
      jar,
      async refresh() {
        const reply = await refresh(ports, input({ ...jar, address }));
        jar.refreshTokens = [cookieOf(reply, 'refresh').value];
        return reply;
      },
    };
  };
  return {
    ports,
    owner: browserOf('192.0.2.1', [device]),
    thief: browserOf('203.0.113.9', deviceCookie ? [device] : []),
  };
}

test.each([
  ['the refresh cookie', false],
  ['all cookies', true],
])('with %s, the thief is signed out by the next refresh of the owner', async (_, deviceCookie) => {
  const { ports, owner, thief } = await stolen({ deviceCookie });
  const { body } = await thief.refresh();
  ports.clock.advance(DAY);
  await thief.refresh();
  const { token } = body as { token: string };
  await expect(authenticate(ports, `Bearer ${token}`)).resolves.toBeDefined();

  await expect(catchCode(owner.refresh())).resolves.toBe('INVALID_REFRESH_TOKEN');
  await expect(catchCode(thief.refresh())).resolves.toBe('INVALID_REFRESH_TOKEN');
  await expect(catchCode(authenticate(ports, `Bearer ${token}`))).resolves.toBe('INVALID_TOKEN');
});

test.each([
  ['the refresh cookie', false, SESSION.otherClientWindow],
  ['all cookies', true, SESSION.successorWindow],
])(
  'with %s, the thief ends the session if he comes too late after the owner',
  async (_, deviceCookie, window) => {
    const { ports, owner, thief } = await stolen({ deviceCookie });
    await owner.refresh();
    ports.clock.advance(window + 1);
    await expect(catchCode(thief.refresh())).resolves.toBe('INVALID_REFRESH_TOKEN');
    await expect(catchCode(owner.refresh())).resolves.toBe('INVALID_REFRESH_TOKEN');
  },
);

test('a thief who follows every refresh of the owner stays signed in, and is audited', async () => {
  const { ports, owner, thief } = await stolen({ deviceCookie: false });
  for (let day = 0; day < 10; day += 1) {
    await owner.refresh();
    ports.clock.advance(SESSION.otherClientWindow);
    await thief.refresh();
    ports.clock.advance(DAY);
  }
  const clients = ports.audits.map(({ event, fields }) => `${event}: ${fields.client}`);
  expect(clients).toEqual(Array(10).fill('successor_reissued: other'));
});

test('a thief never gets a device cookie that he did not copy', async () => {
  const { ports, thief } = await stolen({ deviceCookie: false });
  for (let day = 0; day < 3; day += 1) {
    const { cookies } = await thief.refresh();
    expect(cookies?.map(({ kind }) => kind)).toEqual(['refresh']);
    ports.clock.advance(DAY);
  }
});

test('a thief who copied all cookies can renew the device cookie while the session lives', async () => {
  const { ports, owner, thief } = await stolen({ deviceCookie: true });
  ports.clock.advance(DAY);
  const renewed = cookieOf(await thief.refresh(), 'device').value;
  await expect(ports.devices.read([renewed])).resolves.toMatchObject([
    { issuedAt: ports.clock.seconds() },
  ]);
  ports.clock.advance(DAY);
  await catchCode(owner.refresh());
  await expect(catchCode(thief.refresh())).resolves.toBe('INVALID_REFRESH_TOKEN');
});
