/**
 * Cookies for runtimes that have none, such as Node, Deno and Bun. Browsers and React Native keep
 * cookies themselves.
 */

import type { Fetch } from './exchange.ts';

/** Where cookies are kept: memory, or for example a file that only the user may read. */
export interface CookieStorage {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): void | Promise<void>;
}

interface Cookie {
  value: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

type Jar = Record<string, Cookie>;

/**
 * Creates a `fetch` that keeps the cookies of each origin and sends them to that origin only.
 * `storage` holds a refresh token, so it must not be readable by others. Defaults to memory.
 */
export function withCookies({
  storage = memory(),
  fetch: send = (input, init) => globalThis.fetch(input, init),
}: {
  storage?: CookieStorage;
  fetch?: Fetch;
} = {}): Fetch {
  let writing: Promise<void> = Promise.resolve();
  return async (input, init) => {
    const request = new Request(input, init);
    const key = `chordian-auth cookies ${new URL(request.url).origin}`;
    const read = async () => JSON.parse((await storage.getItem(key)) ?? '{}') as Jar;
    const alive = Object.entries(await read()).filter(
      ([, { expiresAt }]) => expiresAt > Date.now(),
    );
    if (alive.length > 0) {
      request.headers.set(
        'Cookie',
        alive.map(([name, { value }]) => `${name}=${value}`).join('; '),
      );
    }
    const response = await send(request);
    const received = response.headers.getSetCookie().map(parse);
    if (received.length > 0) {
      // Writes are queued, so that no response undoes the cookies of another.
      writing = writing
        .catch(() => {})
        .then(async () => {
          const jar = { ...(await read()), ...Object.fromEntries(received) };
          await storage.setItem(key, JSON.stringify(jar));
        });
      await writing;
    }
    return response;
  };
}

function parse(header: string): [name: string, cookie: Cookie] {
  const [, name = '', value = ''] = /^\s*([^=]+)=([^;]*)/.exec(header) ?? [];
  const seconds = /;\s*max-age=(-?\d+)/i.exec(header)?.[1];
  const lifetime = seconds === undefined ? Number.POSITIVE_INFINITY : Number(seconds) * 1_000;
  return [name, { value, expiresAt: Math.min(Date.now() + lifetime, Number.MAX_SAFE_INTEGER) }];
}

function memory(): CookieStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
  };
}
