/** Several tabs of one browser, and what happens around a page. */

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type AuthClient, createAuthClient } from '../../client/src/index.ts';
import { closeChannels, createPage } from './page.ts';
import {
  elapse,
  empty,
  envelope,
  flush,
  jwt,
  lost,
  ORIGIN,
  passTime,
  scripted,
  token,
} from './scripted.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
closeChannels();
const clients: AuthClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  jest.useRealTimers();
});

const NO_SESSION = envelope('BAD_REQUEST', { variant: 'missing_cookie' });

function tab(...answers: Parameters<typeof scripted>) {
  const api = scripted(...answers);
  const page = createPage(ORIGIN);
  const auth = page.run(() => createAuthClient({ fetch: api.fetch }));
  clients.push(auth);
  return { api, page, auth };
}

/** Opens tabs that are all signed in to the same session. Nothing is left in their scripts. */
async function signedInTabs(count: number) {
  const tabs: ReturnType<typeof tab>[] = [];
  for (let opened = 0; opened < count; opened += 1) {
    const next = tab(token());
    tabs.push(next);
    await next.auth.restore();
    await flush();
  }
  for (const { api } of tabs) api.seen.length = 0;
  return tabs;
}

describe('a token of another tab', () => {
  test('is used if it belongs to the same session', async () => {
    const [first, second] = await signedInTabs(2);
    first?.api.add(token({ jti: 2 }));
    await first?.auth.refresh();
    await flush();
    second?.api.add(empty);
    await second?.auth.endOtherSessions();
    expect(second?.api.seen).toMatchObject([{ authorization: `Bearer ${jwt({ jti: 2 })}` }]);
  });

  test.each([
    ['another user', { sub: 'sub-2' }],
    ['another session', { sid: 'sid-2' }],
  ])('is only a hint if it belongs to %s: the tab asks the service', async (_, claims) => {
    const [first, second] = await signedInTabs(2);
    first?.api.add(token(claims));
    second?.api.add(lost, lost, lost);
    await first?.auth.refresh();
    await elapse(10);
    expect(second?.api.routes().slice(0, 3)).toEqual(Array(3).fill('POST /refresh'));
    // The service did not answer, so the session of this tab stands.
    expect(second?.auth.state).toMatchObject({ user: { sub: 'sub-1' }, sessionId: 'sid-1' });
  });

  test('makes a tab that is signed out ask the service', async () => {
    const out = tab(NO_SESSION);
    await out.auth.restore();
    out.api.add(token());
    await tab(token()).auth.login({ username: 'a', password: 'b' });
    await flush();
    expect(out.auth.state.status).toBe('signed_in');
  });

  test('is not even a hint if it is no text', async () => {
    const [first] = await signedInTabs(1);
    const other = createPage(ORIGIN).run(() => new BroadcastChannel('chordian-auth '));
    first?.api.add(token());
    for (const message of [{ token: 'x' }, null, 7]) other.postMessage(message);
    await flush();
    expect(first?.auth.state.status).toBe('signed_in');
  });
});

describe('a logout in another tab', () => {
  test('is seen after the service has confirmed it, and is not announced without end', async () => {
    const tabs = await signedInTabs(3);
    const [first, ...others] = tabs;
    first?.api.add(empty);
    for (const { api } of others) api.add(NO_SESSION);
    await first?.auth.logout();
    await elapse(60);
    for (const { auth, api } of tabs) {
      expect(auth.state).toEqual({ status: 'signed_out', online: true });
      expect(api.seen).toHaveLength(1);
    }
  });

  test('that is only said does not sign out', async () => {
    const [first] = await signedInTabs(1);
    const other = createPage(ORIGIN).run(() => new BroadcastChannel('chordian-auth '));
    first?.api.add(token({ jti: 2 }));
    other.postMessage('');
    await flush();
    expect(first?.api.routes()).toEqual(['POST /refresh']);
    expect(first?.auth.state.status).toBe('signed_in');
  });
});

describe('a page', () => {
  test('that comes out of the back/forward cache asks the service', async () => {
    const [first] = await signedInTabs(1);
    first?.page.emit('pagehide');
    first?.api.add(NO_SESSION);
    first?.page.emit('pageshow', { persisted: true });
    await flush();
    expect(first?.auth.state.status).toBe('signed_out');
  });

  test('hears of other tabs again after it was in the cache', async () => {
    const [first, second] = await signedInTabs(2);
    second?.page.emit('pagehide');
    second?.api.add(token({ jti: 2 }), NO_SESSION);
    second?.page.emit('pageshow', { persisted: true });
    await flush();
    first?.api.add(empty);
    await first?.auth.logout();
    await flush();
    expect(second?.auth.state.status).toBe('signed_out');
  });

  test('that is shown for the first time does not ask twice', async () => {
    const [first] = await signedInTabs(1);
    first?.page.emit('pageshow', { persisted: false });
    await flush();
    expect(first?.api.seen).toEqual([]);
  });

  test('shows whether the device has a network, and keeps the session', async () => {
    const [first] = await signedInTabs(1);
    first?.page.emit('offline');
    expect(first?.auth.state).toMatchObject({ status: 'signed_in', online: false });
    first?.page.emit('online');
    expect(first?.auth.state).toMatchObject({ status: 'signed_in', online: true });
  });

  test.each([
    ['online', {}],
    ['visibilitychange', {}],
  ])('that could not find out who is signed in asks again at %s', async (event) => {
    const { auth, api, page } = tab(lost, lost, lost);
    await passTime(auth.restore());
    api.seen.length = 0;
    api.add(token());
    page.emit(event);
    await flush();
    expect(auth.state.status).toBe('signed_in');
    expect(api.seen).toHaveLength(1);
  });

  test('does not ask when it becomes hidden', async () => {
    const { auth, api, page } = tab(lost, lost, lost);
    await passTime(auth.restore());
    page.hidden = true;
    api.seen.length = 0;
    page.emit('visibilitychange');
    await flush();
    expect(api.seen).toEqual([]);
  });

  test('hears nothing after close', async () => {
    const [first, second] = await signedInTabs(2);
    second?.auth.close();
    first?.api.add(empty);
    await first?.auth.logout();
    second?.page.emit('offline');
    await flush();
    expect(second?.auth.state).toMatchObject({ status: 'signed_in', online: true });
  });
});

test('fetch sends the token to the origin of the page', async () => {
  const [first] = await signedInTabs(1);
  first?.api.add(empty);
  await first?.auth.fetch(`${ORIGIN}/orders`);
  expect(first?.api.seen).toMatchObject([{ authorization: `Bearer ${jwt()}` }]);
});
