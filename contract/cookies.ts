/**
 * The cookie that holds the refresh token. `__Host-` keeps a sibling subdomain from planting one
 * (RFC 6265bis section 4.1.3.2); it needs `Secure`, which plain http cannot have.
 */
export const refreshCookieName = (scheme: 'https' | 'http'): string =>
  scheme === 'https' ? '__Host-refresh_token' : 'refresh_token';

/** The name of that cookie in `details.field`, whatever its prefix. */
export const REFRESH_TOKEN_FIELD = 'refresh_token';
