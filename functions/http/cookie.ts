import { cookieName, type Scheme } from '../../contract/cookies.ts';
import type { ReplyCookie } from '../core/use-case.ts';

/**
 * Builds a `Set-Cookie` header (RFC 6265bis). Scripts cannot read the cookie, and other sites
 * cannot cause a browser to send it.
 */
export function buildCookie(cookie: ReplyCookie, scheme: Scheme): string {
  const { value, maxAge } = 'clear' in cookie ? { value: '', maxAge: 0 } : cookie;
  const secure = scheme === 'https' ? '; Secure' : '';
  const name = cookieName(cookie.kind, scheme);
  return `${name}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAge}${secure}`;
}
