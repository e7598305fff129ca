import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type CookieStorage, withCookies } from '../../client/src/cookies.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const AUTH = 'https://auth.example.com/api/auth/refresh';

/** A `fetch` that answers each request with the next of these `Set-Cookie` headers. */
function network(...setCookies: string[][]) {
  const sent: (string | null)[] = [];
  const send = async (request: string | Request) => {
    sent.push((request as Request).headers.get('Cookie'));
    const headers = new Headers();
    for (const cookie of setCookies.shift() ?? []) headers.append('Set-Cookie', cookie);
    return new Response(null, { status: 204, headers });
  };
  return { send, sent };
}

test('sends the cookies that an origin has set, to that origin only', async () => {
  const { send, sent } = network(['refresh_token=a.b=; HttpOnly; Max-Age=60', 'device=d; Path=/']);
  const fetch = withCookies({ fetch: send });
  await fetch(AUTH, { method: 'POST' });
  await fetch(AUTH, { method: 'POST' });
  await fetch('https://auth.example.com.elsewhere.example/');
  expect(sent).toEqual([null, 'refresh_token=a.b=; device=d', null]);
});

test('replaces a cookie, and forgets one that is deleted or has expired', async () => {
  const { send, sent } = network(
    ['a=1; Max-Age=60'],
    ['a=2; Max-Age=60', 'b=1'],
    ['b=; Max-Age=0'],
  );
  const fetch = withCookies({ fetch: send });
  for (let request = 0; request < 4; request += 1) await fetch(AUTH);
  jest.advanceTimersByTime(60_000);
  await fetch(AUTH);
  expect(sent).toEqual([null, 'a=1', 'a=2; b=1', 'a=2', null]);
});

test('keeps the cookies in a storage, which may be asynchronous', async () => {
  const items = new Map<string, string>();
  const storage: CookieStorage = {
    getItem: async (key) => items.get(key) ?? null,
    setItem: async (key, value) => void items.set(key, value),
  };
  const { send, sent } = network(['a=1; Max-Age=60'], ['b=1'], ['c=1']);
  await withCookies({ fetch: send, storage })(AUTH);
  const fetch = withCookies({ fetch: send, storage });
  await Promise.all([fetch(AUTH), fetch(AUTH)]);
  await fetch(AUTH);
  expect(sent).toEqual([null, 'a=1', 'a=1', 'a=1; b=1; c=1']);
});
