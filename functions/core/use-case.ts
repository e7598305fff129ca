import type * as z from 'zod/mini';
import { REFRESH_TOKEN_FIELD } from '../../contract/cookies.ts';
import type { ROUTES, RouteName } from '../../contract/routes/index.ts';
import { AuthError } from './error.ts';

/** What a use case is given: the parts of a request it may act on, checked for form and no more. */
export type Input<N extends RouteName = RouteName> = Parts<N> &
  Parsed<N, 'parameters'> &
  Parsed<N, 'query'>;

interface Parts<N extends RouteName> {
  /** Parsed by the route's request schema; undefined where the route reads no body. */
  body: BodyOf<N>;
  /** The different refresh tokens among the cookies; more than one is nobody's honest request. */
  refreshTokens: readonly string[];
  /** The `Authorization` header as it came. */
  authorization: string | undefined;
  /** The client's address, never from a header that a client can set. */
  address: string;
}

type BodyOf<N extends RouteName> = (typeof ROUTES)[N] extends {
  body: infer S extends z.core.$ZodType;
}
  ? z.output<S>
  : undefined;

/** `parameters` or `query`, parsed by the route's schema, where the route has one. */
type Parsed<N extends RouteName, Part extends string> =
  (typeof ROUTES)[N] extends Record<Part, infer S extends z.core.$ZodType>
    ? Record<Part, z.output<S>>
    : unknown;

/** What a use case answers. The status is the route's. */
export interface Reply {
  body?: unknown;
  /** What becomes of the refresh cookie: a new value for so many seconds, or none any more. */
  cookie?: { value: string; maxAge: number } | 'clear';
}

export type UseCase<N extends RouteName, Ports> = (ports: Ports, input: Input<N>) => Promise<Reply>;

/**
 * The one refresh token of a request, or undefined.
 * @throws BAD_REQUEST when there are several: none can be preferred without trusting whoever
 * planted the other.
 */
export function soleRefreshToken({
  refreshTokens,
}: Pick<Input, 'refreshTokens'>): string | undefined {
  if (refreshTokens.length > 1) {
    throw new AuthError('BAD_REQUEST', {
      details: { field: REFRESH_TOKEN_FIELD, issue: 'was sent more than once' },
    });
  }
  return refreshTokens[0];
}
