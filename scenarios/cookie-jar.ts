/** The cookies that a client of one origin keeps, by name. */
export type CookieJar = Map<string, string>;

/** Returns the `Cookie` header of a request. */
export const cookieHeader = (jar: CookieJar): string =>
  [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

/** Keeps the cookies that a response sets, and removes those that it deletes. */
export function storeCookies(jar: CookieJar, { headers }: Response): void {
  for (const cookie of headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (/max-age=0/i.test(cookie)) jar.delete(name);
    else jar.set(name, value);
  }
}
