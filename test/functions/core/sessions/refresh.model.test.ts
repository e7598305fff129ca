/** Random histories of one session, checked against the guarantees of the refresh token. */

import { test } from '@jest/globals';
import fc from 'fast-check';
import { SESSION } from '../../../../contract/limits.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { refresh } from '../../../../functions/core/sessions/refresh.ts';
import { cookieOf, input, signedIn, type World, world } from '../../../support/world.ts';

const WINDOW = SESSION.successorWindow;
const OUTAGES = new Set(['BAD_GATEWAY', 'SERVICE_UNAVAILABLE']);

async function refreshed(ports: World, token: string): Promise<string> {
  return cookieOf(await refresh(ports, input({ refreshTokens: [token] })), 'refresh').value;
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
 * upstream may be down, time passes.
 */
const moment = fc.record({
  answers: fc.array(fc.constantFrom('received', 'lost'), { minLength: 1, maxLength: 4 }),
  outage: fc.option(fc.constantFrom('BAD_GATEWAY', 'SERVICE_UNAVAILABLE'), { freq: 4 }),
  pause: fc.oneof(fc.nat({ max: WINDOW + 1 }), fc.nat({ max: 5 * 86_400 })),
});

test('tabs, lost responses, outages and pauses in the window never end a session', async () => {
  const history = fc.array(moment, { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(history, fc.scheduler(), async (moments, scheduler) => {
      const ports = world();
      const { session, refreshToken } = await signedIn(ports);
      const mixed = interleaved(ports, scheduler);
      let jar = refreshToken;
      for (const { answers, outage, pause } of moments) {
        ports.upstream.revalidate = async () => {
          if (outage) throw new AuthError(outage);
          return session.user;
        };
        const presented = jar;
        const requests = answers.map(async (fate) => {
          const successor = await refreshed(mixed, presented).catch((error: unknown) => {
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
        const behind = counter < row.counter;
        const left = (behind ? row.rotatedAt + WINDOW : row.expiresAt - 1) - ports.clock.seconds();
        ports.clock.advance(Math.min(pause, left));
      }
    }),
    { numRuns: 300 },
  );
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
  });
  await fc.assert(
    fc.asyncProperty(theft, async ({ steps, back, wait }) => {
      const ports = world();
      const tokens = [(await signedIn(ports)).refreshToken];
      for (const { pause, retries } of steps) {
        ports.clock.advance(pause);
        const newest = tokens.at(-1) ?? '';
        const successor = await refreshed(ports, newest);
        for (let retry = 0; retry < retries; retry += 1) {
          if ((await refreshed(ports, newest)) !== successor) {
            throw new Error('a retry got another successor');
          }
        }
        tokens.push(successor);
      }
      fc.pre(back < tokens.length && (back > 1 || wait > WINDOW));
      ports.clock.advance(wait);
      const outcomes = [];
      for (const token of [tokens.at(-1 - back), tokens.at(-1)]) {
        outcomes.push(await refreshed(ports, token ?? '').catch((error: unknown) => error));
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
