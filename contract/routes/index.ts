import type * as z from 'zod/mini';
import type { ErrorCode } from '../errors/index.ts';
import { captchaResponse, loginRequest, sessionResponse, tokenResponse } from '../schemas/index.ts';

/** The stage's name is the first segment of every public path: `/api/auth/login`. */
export const BASE_PATH = '/api';

export interface Route {
  method: 'GET' | 'POST';
  /** Below the stage: the gateway's own resource path. */
  path: `/auth/${string}`;
  /** Which credential of the caller the route acts on. All but `none` keep the origin rule. */
  credential: 'body' | 'cookie' | 'bearer' | 'cookie-or-bearer' | 'none';
  /** JSON body, where the route reads one. */
  request?: z.core.$ZodType;
  success: { status: 200; body: z.core.$ZodType } | { status: 204 };
  /** Codes that the function itself answers; every route adds those of {@link COMMON_CODES}. */
  codes: readonly ErrorCode[];
  summary: string;
  /** What the caller asked for, as the text of an INTERNAL_ERROR begins: `Token refresh`. */
  label: string;
}

export const ROUTES = {
  login: {
    method: 'POST',
    path: '/auth/login',
    credential: 'body',
    request: loginRequest,
    success: { status: 200, body: tokenResponse },
    codes: [
      'INVALID_CREDENTIALS',
      'CAPTCHA_REQUIRED',
      'CHALLENGE_REQUIRED',
      'ORIGIN_NOT_ALLOWED',
      'BAD_GATEWAY',
      'SERVICE_UNAVAILABLE',
    ],
    summary: 'Exchange a username and password for a session',
    label: 'Login',
  },
  refresh: {
    method: 'POST',
    path: '/auth/refresh',
    credential: 'cookie',
    success: { status: 200, body: tokenResponse },
    codes: [
      'INVALID_REFRESH_TOKEN',
      'PASSWORD_RESET_REQUIRED',
      'USER_NOT_CONFIRMED',
      'ORIGIN_NOT_ALLOWED',
      'BAD_GATEWAY',
      'SERVICE_UNAVAILABLE',
    ],
    summary: 'Rotate the refresh cookie and get a new session JWT',
    label: 'Token refresh',
  },
  logout: {
    method: 'POST',
    path: '/auth/logout',
    credential: 'cookie-or-bearer',
    success: { status: 204 },
    codes: ['ORIGIN_NOT_ALLOWED', 'SERVICE_UNAVAILABLE'],
    summary: 'End the session and clear the cookie',
    label: 'Logout',
  },
  session: {
    method: 'GET',
    path: '/auth/session',
    credential: 'bearer',
    success: { status: 200, body: sessionResponse },
    codes: [
      'NOT_AUTHENTICATED',
      'INVALID_TOKEN',
      'TOKEN_EXPIRED',
      'ORIGIN_NOT_ALLOWED',
      'SERVICE_UNAVAILABLE',
    ],
    summary: 'Who is signed in, and until when',
    label: 'Session check',
  },
  captcha: {
    method: 'GET',
    path: '/auth/captcha',
    credential: 'none',
    success: { status: 200, body: captchaResponse },
    codes: [],
    summary: 'A signed proof-of-work challenge',
    label: 'CAPTCHA',
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
export const ROUTE_NAMES = Object.keys(ROUTES) as [RouteName, ...RouteName[]];

/** What any route may answer, from the function or from the gateway in front of it. */
export const COMMON_CODES = [
  'BAD_REQUEST',
  'FORBIDDEN',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'INTERNAL_ERROR',
  'GATEWAY_TIMEOUT',
] as const satisfies readonly ErrorCode[];

/** The route of a name, widened to the shape all routes share. */
export const routeOf = (name: RouteName): Route => ROUTES[name];

/** The path a client calls: `/api/auth/login`. */
export const publicPath = (name: RouteName): string => `${BASE_PATH}${ROUTES[name].path}`;

/**
 * The cookie that holds the refresh token. `__Host-` keeps a sibling subdomain from planting one
 * (RFC 6265bis section 4.1.3.2); it needs `Secure`, which plain http cannot have.
 */
export const refreshCookieName = (scheme: 'https' | 'http'): string =>
  scheme === 'https' ? '__Host-refresh_token' : 'refresh_token';

/** What `details.field` calls that cookie, whatever its prefix. */
export const REFRESH_TOKEN_FIELD = 'refresh_token';
