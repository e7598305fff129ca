/** What the HTTP layer passes to a use case, and what a use case returns. */

import type * as z from 'zod/mini';
import type { CookieKind } from '../../contract/cookies.ts';
import type { ROUTES, RouteName } from '../../contract/routes/index.ts';
import type { Session } from './sessions/session-store.ts';

/** The validated parts of a request. A bearer route also receives the caller's session. */
export type Input<N extends RouteName = RouteName> = RequestParts<N> &
  Parsed<N, 'parameters'> &
  Parsed<N, 'query'> &
  AuthenticatedParts<N>;

interface RequestParts<N extends RouteName> {
  /** Parsed by the route's request schema. Undefined if the route reads no body. */
  body: BodyOf<N>;
  /** The distinct refresh tokens in the cookies. A browser in normal use sends at most one. */
  refreshTokens: readonly string[];
  /** The distinct values of the device cookie. */
  deviceCookies: readonly string[];
  /** The distinct values of the cookie that binds the steps of a sign-in to a browser. */
  challengeCookies: readonly string[];
  /** The `Authorization` header, unparsed. */
  authorization: string | undefined;
  /** The `User-Agent` header, unparsed. If it was sent more than once, the first. */
  userAgent: string | undefined;
  /** The origins of pages that may call the API. */
  origins: readonly string[];
  /** The client's address. It never comes from a header that a client can set. */
  address: string;
}

type BodyOf<N extends RouteName> = (typeof ROUTES)[N] extends {
  body: infer S extends z.core.$ZodType;
}
  ? z.output<S>
  : undefined;

/** `parameters` or `query`, parsed by the route's schema, if the route has one. */
type Parsed<N extends RouteName, Part extends string> =
  (typeof ROUTES)[N] extends Record<Part, infer S extends z.core.$ZodType>
    ? Record<Part, z.output<S>>
    : unknown;

/** Empty for every route whose caller the endpoint does not authenticate. */
type AuthenticatedParts<N extends RouteName> = N extends BearerRouteName | CookieReadingRouteName
  ? {
      /** The session of the credential. The endpoint has verified that it is live. */
      session: Session;
    }
  : unknown;

/** The routes that require a Bearer token. */
export type BearerRouteName = {
  [N in RouteName]: (typeof ROUTES)[N]['credential'] extends 'bearer' ? N : never;
}[RouteName];

/** The routes that require a Bearer token or, without one, read the refresh cookie. */
export type CookieReadingRouteName = {
  [N in RouteName]: (typeof ROUTES)[N]['credential'] extends 'bearer-else-cookie' ? N : never;
}[RouteName];

/** The result of a use case. The route declares its HTTP status. Without a body, it is 204. */
export interface Reply {
  body?: unknown;
  cookies?: readonly ReplyCookie[];
}

/** A cookie to set with its lifetime in seconds, or to delete. */
export type ReplyCookie =
  | { kind: CookieKind; value: string; maxAge: number }
  | { kind: CookieKind; clear: true };

export type UseCase<N extends RouteName, Ports> = (ports: Ports, input: Input<N>) => Promise<Reply>;
