/**
 * Names of the cookies, and their scheme. The prefix `__Host-` prevents a sibling subdomain from
 * setting a cookie (RFC 6265bis section 4.1.3.2). The prefix requires `Secure`, which is not
 * possible over http.
 */

export type Scheme = 'https' | 'http';

const NAMES = {
  /** Holds the refresh token. */
  refresh: 'refresh_token',
  /** Identifies a device on which the user has signed in. */
  device: 'device',
  /** Binds the steps of a sign-in to the browser that began it. */
  challenge: 'challenge',
} as const;

export type CookieKind = keyof typeof NAMES;

/** Returns the name of a cookie as browsers send it. */
export const cookieName = (kind: CookieKind, scheme: Scheme): string =>
  scheme === 'https' ? `__Host-${NAMES[kind]}` : NAMES[kind];

/** Name of the refresh cookie in `details.field`, without the prefix. */
export const REFRESH_TOKEN_FIELD = NAMES.refresh;
