/**
 * Ten minutes of faults over several tabs, against the real handlers. No tab is signed out as long
 * as the session is not revoked, and every tab is once it is.
 */

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createAuthClient } from '../../client/src/index.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import { closeChannels, createPage } from './page.ts';
import { type Answer, envelope, html, lost } from './scripted.ts';
import { createService, type Weather } from './service.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00.000Z') });
});
closeChannels();
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const ORIGIN = 'https://auth.example.com';
const SECONDS = 600;
const TABS = 4;

/** A small generator of pseudo-random numbers (mulberry32), so that a run can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const FAILURES: readonly Answer[] = [
  envelope('INTERNAL_ERROR'),
  envelope('BAD_GATEWAY'),
  envelope('SERVICE_UNAVAILABLE', { retryAfter: 5 }),
  envelope('GATEWAY_TIMEOUT'),
  envelope('TOO_MANY_REQUESTS'),
  html(502),
  html(503, { 'Retry-After': '3' }),
  html(200),
  html(401),
  lost,
];

/** One request in two meets a fault. */
function stormFrom(random: () => number) {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  return (route: RouteName): Weather => {
    const fate = random();
    if (fate < 0.25) return { instead: pick(FAILURES), delay: random() };
    if (fate < 0.4) return { isAnswerLost: true, delay: random() * 5 };
    if (fate < 0.5) return { delay: random() * 20 };
    if (route === 'session' && fate < 0.7) return { instead: envelope('TOKEN_EXPIRED') };
    return { delay: random() };
  };
}

async function createBrowser(seed: number) {
  const random = randomFrom(seed);
  jest.spyOn(Math, 'random').mockImplementation(random);
  let weather = stormFrom(random);
  const service = await createService({ weather: (route) => weather(route) });
  const signedOut: string[] = [];
  const tabs = Array.from({ length: TABS }, openTab);

  function openTab() {
    const page = createPage(ORIGIN);
    const { fetch } = service;
    const tab = { page, auth: page.run(() => createAuthClient({ baseUrl: ORIGIN, fetch })) };
    tab.auth.onSessionChange((state) => {
      if (state.status === 'signed_out') signedOut.push(state.reason?.code ?? 'no reason');
    });
    tab.auth.restore();
    return tab;
  }

  /** What a user or a page does in one second. */
  function act(tab: ReturnType<typeof openTab>, index: number) {
    const choice = random();
    if (choice < 0.05) tab.auth.session().catch(() => {});
    else if (choice < 0.07) tab.auth.refresh().catch(() => {});
    else if (choice < 0.09) {
      // F5. An answer to the page that is gone may come later than those to the new one.
      tab.page.leave();
      tab.auth.close();
      tabs[index] = openTab();
    } else if (choice < 0.1) tab.page.emit('pageshow', { persisted: true });
  }

  /** Lets time pass from timer to timer, so that what a handler does takes no time. */
  async function pass(seconds: number, each: () => void = () => {}) {
    for (let second = 0; second < seconds; second += 1) {
      each();
      await service.idle();
      const end = Date.now() + 1_000;
      setTimeout(() => {}, 1_000);
      while (Date.now() < end) {
        await jest.advanceTimersToNextTimerAsync();
        await service.idle();
      }
    }
  }

  return {
    service,
    signedOut,
    storm: () => pass(SECONDS, () => tabs.forEach(act)),
    async calm() {
      weather = () => ({});
      await pass(90);
    },
    pass,
    clients: () => tabs.map(({ auth }) => auth),
    statuses: () => tabs.map(({ auth }) => auth.state.status),
    close: () => {
      for (const { auth } of tabs) auth.close();
    },
  };
}

test.each([1, 2, 3])('run %i', async (seed) => {
  const browser = await createBrowser(seed);
  await browser.storm();
  expect(browser.signedOut).toEqual([]);
  expect(browser.service.ports.events.filter((event) => event.startsWith('reuse'))).toEqual([]);
  expect(browser.service.ports.events).toContain('successor_reissued');

  await browser.calm();
  expect(browser.statuses()).toEqual(Array(TABS).fill('signed_in'));

  await browser.service.ports.sessions.end(browser.service.session);
  await Promise.all(browser.clients().map((auth) => auth.session().catch(() => {})));
  await browser.pass(5);
  expect(browser.statuses()).toEqual(Array(TABS).fill('signed_out'));
  browser.close();
});
