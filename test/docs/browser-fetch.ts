import { type CookieJar, cookieHeader, storeCookies } from '../../scenarios/cookie-jar.ts';

/** Creates a `fetch` for a page of this origin, with relative URLs and a cookie jar. */
export function browserFetch(
  origin: string,
  network: typeof fetch = globalThis.fetch,
  jar: CookieJar = new Map(),
): typeof fetch {
  return async (input, init = {}) => {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('Cookie', cookieHeader(jar));
    const response = await network(new URL(String(input), origin), { ...init, headers });
    storeCookies(jar, response);
    return response;
  };
}
