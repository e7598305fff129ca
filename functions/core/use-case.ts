/** What the HTTP layer passes to a use case, and what a use case returns. */

import type * as z from 'zod/mini';
import { REFRESH_TOKEN_FIELD } from '../../contract/cookies.ts';
import type { ROUTES, RouteName } from '../../contract/routes/index.ts';
import { AuthError } from './error.ts';
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
  /** The `Authorization` header, unparsed. */
  authorization: string | undefined;
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

/** Empty for every route whose credential is not `bearer`. */
type AuthenticatedParts<N extends RouteName> = N extends BearerRouteName
  ? {
      /** The session of the Bearer token. The endpoint has verified that it is live. */
      session: Session;
    }
  : unknown;

/** The routes that require a Bearer token. */
export type BearerRouteName = {
  [N in RouteName]: (typeof ROUTES)[N]['credential'] extends 'bearer' ? N : never;
}[RouteName];

/** The result of a use case. Its HTTP status is declared by the route. */
export interface Reply {
  body?: unknown;
  /** A new refresh cookie with its lifetime in seconds, or `clear` to delete the cookie. */
  cookie?: { value: string; maxAge: number } | 'clear';
}

export type UseCase<N extends RouteName, Ports> = (ports: Ports, input: Input<N>) => Promise<Reply>;

/**
 * Returns the request's refresh token, or undefined if it has none.
 * @throws {BAD_REQUEST} if there are several different ones. Choosing one could prefer a token that
 * an attacker has planted.
 */
export function getSingleRefreshToken({
  refreshTokens,
}: Pick<Input, 'refreshTokens'>): string | undefined {
  if (refreshTokens.length > 1) {
    throw new AuthError('BAD_REQUEST', {
      details: { field: REFRESH_TOKEN_FIELD, issue: 'was sent more than once' },
    });
  }
  return refreshTokens[0];
}
