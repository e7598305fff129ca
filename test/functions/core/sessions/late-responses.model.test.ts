/**
 * The tabs of a browser, whose responses take up to half a minute each and overtake each other. The
 * tabs share one cookie. Whichever response comes last, its cookie stays valid.
 */

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TIMEOUTS } from '../../../../contract/limits.ts';
import { refresh } from '../../../../functions/core/sessions/refresh.ts';
import { input, signedIn, world } from '../../../support/world.ts';

const DAY = 86_400;

interface Refresh {
  /** Seconds since the tab before sent its request. */
  pause: number;
  /** Seconds until the browser has the response. */
  response: number;
}

const refreshes: fc.Arbitrary<Refresh[]> = fc.array(
  fc.record({
    pause: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 200 }), fc.nat({ max: DAY })),
    response: fc.nat({ max: TIMEOUTS.gateway }),
  }),
  { maxLength: 16 },
);

/** A browser with one cookie. Returns what happens in it, sorted by time. */
async function openBrowser() {
  const ports = world();
  const { session, refreshToken } = await signedIn(ports);
  const queue: { at: number; run: () => Promise<void> | void }[] = [];
  let jar = refreshToken;

  async function handle(token: string, response: number) {
    const { cookies = [] } = await refresh(ports, input({ refreshTokens: [token] }));
    for (const cookie of cookies) {
      if (cookie.kind !== 'refresh' || !('value' in cookie)) continue;
      const keep = () => {
        jar = cookie.value;
      };
      queue.push({ at: ports.clock.seconds() + response, run: keep });
    }
  }

  return {
    ports,
    session,
    send(at: number, response: number) {
      queue.push({ at, run: () => handle(jar, response) });
    },
    async runAll() {
      while (queue.length > 0) {
        const next = queue.reduce((a, b) => (b.at < a.at ? b : a));
        queue.splice(queue.indexOf(next), 1);
        ports.clock.advance(next.at - ports.clock.seconds());
        await next.run();
      }
    },
    generation: async () => (await ports.refreshTokens.read(jar)).counter,
  };
}

test('a browser ends up with the stored generation, and a later refresh succeeds', async () => {
  await fc.assert(
    fc.asyncProperty(refreshes, async (all) => {
      const browser = await openBrowser();
      const { ports, session } = browser;
      let at = ports.clock.seconds();
      for (const { pause, response } of all) {
        at += pause;
        browser.send(at, response);
      }
      await browser.runAll();
      const [row] = ports.sessions.rows();
      expect(row).toMatchObject({ sid: session.sid, counter: await browser.generation() });
      browser.send(at + 2 * DAY, 0);
      await browser.runAll();
      expect(ports.sessions.rows()).toMatchObject([{ counter: await browser.generation() }]);
      expect(ports.events).not.toContain('reuse_detected');
    }),
    { numRuns: 300 },
  );
});
