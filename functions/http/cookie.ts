import { refreshCookieName } from '../../contract/cookies.ts';
import type { Reply } from '../core/use-case.ts';

export type Scheme = 'https' | 'http';

/**
 * Builds the `Set-Cookie` header that sets or clears the refresh cookie (RFC 6265bis). Scripts
 * cannot read the cookie, and other sites cannot cause a browser to send it.
 */
export function buildRefreshCookie(cookie: NonNullable<Reply['cookie']>, scheme: Scheme): string {
  const { value, maxAge } = cookie === 'clear' ? { value: '', maxAge: 0 } : cookie;
  const secure = scheme === 'https' ? '; Secure' : '';
  return `${refreshCookieName(scheme)}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAge}${secure}`;
}
