/** Random histories of one session, checked against the guarantees of the refresh token. */

import { test } from '@jest/globals';
import fc from 'fast-check';
import { SESSION } from '../../../../contract/limits.ts';
import { createDeviceEntry } from '../../../../functions/core/devices/device-cookie.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { refresh } from '../../../../functions/core/sessions/refresh.ts';
import { cookieOf, input, signedIn, type World, world } from '../../../support/world.ts';

const WINDOW = SESSION.successorWindow;
const HOME = '192.0.2.1';
const NETWORKS = [HOME, '203.0.113.9', '2001:db8::1'] as const;
const network = fc.constantFrom(...NETWORKS);
const OUTAGES = new Set(['BAD_GATEWAY', 'SERVICE_UNAVAILABLE']);

/** What the service sees of a client. */
interface Client {
  address: string;
  deviceCookies: string[];
}

/** Signs in from `HOME`. The device cookie belongs to the session. */
async function signedInOnDevice(ports: World) {
  const entry = createDeviceEntry('a'.repeat(43), ports.clock.seconds());
  const cookie = await ports.devices.write([entry]);
  if (!('value' in cookie)) throw new Error('no device cookie');
  return { ...(await signedIn(ports, { device: entry.nonce })), deviceCookie: cookie.value };
}

/** Refreshes, and returns the token that the client holds then. */
async function refreshed(ports: World, token: string, client: Client): Promise<string> {
  const reply = await refresh(ports, input({ refreshTokens: [token], ...client }));
  return reply.cookies?.some(({ kind }) => kind === 'refresh')
    ? cookieOf(reply, 'refresh').value
    : token;
}

/** Lets the scheduler choose the order in which calls reach the store and the upstream. */
function interleaved(ports: World, scheduler: fc.Scheduler): World {
  const { sessions, identity } = ports;
  const shuffle = <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    scheduler.scheduleFunction(call);
  return {
    ...ports,
    sessions: {
      ...sessions,
      rotate: shuffle(sessions.rotate),
      rotateRevalidated: shuffle(sessions.rotateRevalidated),
    },
    identity: { ...identity, revalidate: shuffle(identity.revalidate) },
  };
}

/**
 * One step of a browser in normal use: several tabs refresh at once, responses may be lost, the
 * upstream may be down, time passes, the network changes.
 */
const moment = fc.record({
  answers: fc.array(fc.constantFrom('received', 'lost'), { minLength: 1, maxLength: 4 }),
  outage: fc.option(fc.constantFrom('BAD_GATEWAY', 'SERVICE_UNAVAILABLE'), { freq: 4 }),
  pause: fc.oneof(fc.nat({ max: WINDOW + 1 }), fc.nat({ max: 5 * 86_400 })),
  address: network,
});

test('tabs, lost responses, outages and pauses in the window never end a session', async () => {
  const history = fc.array(moment, { maxLength: 12 });
  const property = fc.asyncProperty(
    history,
    fc.boolean(),
    fc.scheduler(),
    async (moments, keepsDeviceCookie, scheduler) => {
      const ports = world();
      const { session, refreshToken, deviceCookie } = await signedInOnDevice(ports);
      const deviceCookies = keepsDeviceCookie ? [deviceCookie] : [];
      const mixed = interleaved(ports, scheduler);
      let jar = refreshToken;
      for (const [index, { answers, outage, pause, address }] of moments.entries()) {
        ports.upstream.revalidate = async () => {
          if (outage) throw new AuthError(outage);
          return session.user;
        };
        const presented = jar;
        const requests = answers.map(async (fate) => {
          const successor = await refreshed(mixed, presented, {
            address,
            deviceCookies,
          }).catch((error: unknown) => {
            if (error instanceof AuthError && OUTAGES.has(error.code)) return undefined;
            throw error;
          });
          if (fate === 'received' && successor !== undefined) jar = successor;
        });
        await scheduler.waitFor(Promise.all(requests));

        const [row] = ports.sessions.rows();
        if (!row) throw new Error('the session ended');
        const { counter } = await ports.refreshTokens.read(jar);
        if (row.counter - counter > 1) {
          throw new Error('the browser fell more than one generation behind');
        }
        // A browser that lost a response retries within the window, which starts at the rotation.
        const staysOn = row.network === (await ports.networks.fingerprint(next(index)));
        const window = keepsDeviceCookie || staysOn ? WINDOW : SESSION.otherClientWindow;
        const behind = counter < row.counter;
        const left = (behind ? row.rotatedAt + window : row.expiresAt - 1) - ports.clock.seconds();
        ports.clock.advance(Math.min(pause, left));
      }

      /** The network on which the browser will be next. */
      function next(index: number): string {
        return moments[index + 1]?.address ?? HOME;
      }
    },
  );
  await fc.assert(property, { numRuns: 300 });
});

const step = fc.record({
  pause: fc.nat({ max: 2 * SESSION.revalidateAfter }),
  retries: fc.nat({ max: 2 }),
});

test('any older token, or the predecessor after the window, ends the session', async () => {
  const theft = fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 8 }),
    back: fc.integer({ min: 1, max: 8 }),
    wait: fc.nat({ max: 3 * WINDOW }),
    /** The thief has the refresh token, and perhaps the whole jar. */
    address: network,
    hasDeviceCookie: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(theft, async ({ steps, back, wait, address, hasDeviceCookie }) => {
      const ports = world();
      const { refreshToken, deviceCookie } = await signedInOnDevice(ports);
      const owner = { address: HOME, deviceCookies: [deviceCookie] };
      const thief = { address, deviceCookies: hasDeviceCookie ? [deviceCookie] : [] };
      const window = address === HOME || hasDeviceCookie ? WINDOW : SESSION.otherClientWindow;
      const tokens = [refreshToken];
      for (const { pause, retries } of steps) {
        ports.clock.advance(pause);
        const newest = tokens.at(-1) ?? '';
        const successor = await refreshed(ports, newest, owner);
        for (let retry = 0; retry < retries; retry += 1) {
          if ((await refreshed(ports, newest, owner)) !== successor) {
            throw new Error('a retry got another successor');
          }
        }
        if (successor !== newest) tokens.push(successor);
      }
      fc.pre(back < tokens.length && (back > 1 || wait > window));
      ports.clock.advance(wait);
      const outcomes = [];
      for (const token of [tokens.at(-1 - back), tokens.at(-1)]) {
        outcomes.push(await refreshed(ports, token ?? '', thief).catch((error: unknown) => error));
      }
      for (const outcome of outcomes) {
        if (!(outcome instanceof AuthError && outcome.code === 'INVALID_REFRESH_TOKEN')) {
          throw new Error('the session has not ended');
        }
      }
      if (ports.sessions.rows().length > 0) throw new Error('the row is still stored');
      if (!ports.events.includes('reuse_detected')) throw new Error('no audit event was recorded');
    }),
    { numRuns: 300 },
  );
});
