/**
 * Name of the cookie that holds the refresh token. The prefix `__Host-` prevents a sibling
 * subdomain from setting it (RFC 6265bis section 4.1.3.2). The prefix requires `Secure`, which is
 * not possible over http.
 */
export const refreshCookieName = (scheme: 'https' | 'http'): string =>
  scheme === 'https' ? '__Host-refresh_token' : 'refresh_token';

/** Name of that cookie in `details.field`, without the prefix. */
export const REFRESH_TOKEN_FIELD = 'refresh_token';
