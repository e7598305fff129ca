import { refreshCookieName } from '../../contract/cookies.ts';
import type { Reply } from '../core/use-case.ts';

export type Scheme = 'https' | 'http';

/**
 * `Set-Cookie` for what becomes of the refresh cookie (RFC 6265bis). Scripts never see it, other
 * sites never send it.
 */
export function refreshCookie(cookie: NonNullable<Reply['cookie']>, scheme: Scheme): string {
  const { value, maxAge } = cookie === 'clear' ? { value: '', maxAge: 0 } : cookie;
  const secure = scheme === 'https' ? '; Secure' : '';
  return `${refreshCookieName(scheme)}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAge}${secure}`;
}
