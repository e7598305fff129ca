/** Creates a `fetch` for a page of this origin, with relative URLs and a cookie jar. */
export function browserFetch(
  origin: string,
  network: typeof fetch = globalThis.fetch,
  jar = new Map<string, string>(),
): typeof fetch {
  return async (input, init = {}) => {
    const headers = new Headers(init.headers);
    if (jar.size > 0) {
      headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    }
    const response = await network(new URL(String(input), origin), { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
}
