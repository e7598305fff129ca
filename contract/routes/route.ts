import type * as z from 'zod/mini';
import type { TokenAlgorithm } from '../algorithms.ts';
import type { FunctionName } from '../environment.ts';
import type { ErrorCode } from '../errors/index.ts';

/** The stage's name is the first segment of every public path: `/api/auth/login`. */
export const BASE_PATH = '/api';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** A group of routes in the documentation. */
export const AREAS = [
  'session',
  'challenge',
  'sessions',
  'account',
  'registration',
  'recovery',
  'passwordless',
  'passkeys',
  'mfa',
] as const;
export type Area = (typeof AREAS)[number];

/** A function that responds to clients. AWS calls the other functions. */
export type HttpFunction = Exclude<
  FunctionName,
  'authorizer' | 'rotate-keys' | 'revalidate' | 'user-events' | 'custom-message' | 'notices'
>;

/** Requests per second, and the number of requests that may arrive at once. */
export interface Throttle {
  rate: number;
  burst: number;
}

/** The declaration of a route. API Gateway, functions, sandbox and documents derive from it. */
export interface Route {
  method: Method;
  /** Resource path in API Gateway, below the stage. `{id}` is a path parameter. */
  path: `/auth/${string}`;
  area: Area;
  /** The Lambda function that serves it. A function may serve several routes. */
  function: HttpFunction;
  /**
   * The caller's credential that the route uses. The origin is checked unless it is `none`. The use
   * case of a `bearer` route receives the live session. So does that of a `bearer-else-cookie`
   * route, which reads the refresh cookie of a request without an `Authorization` header.
   */
  credential: 'body' | 'cookie' | 'bearer' | 'bearer-else-cookie' | 'cookie-or-bearer' | 'none';
  /** JSON body, if the route reads one. */
  body?: z.core.$ZodType;
  /** Path parameters. The keys must be the parameters of `path`. */
  parameters?: z.core.$ZodType;
  /** Query parameters. */
  query?: z.core.$ZodType;
  success:
    | {
        status: 200 | 202;
        body: z.core.$ZodType;
        /** How long caches may store a success, in seconds. Defaults to not at all. */
        maxAge?: number;
        /** Whether a success may also be 204 without a body. Defaults to no. */
        mayBeEmpty?: true;
      }
    | { status: 204 };
  /**
   * The client may send the request again if no answer or a passing failure came. Set it only where
   * a second request does no more than the first. Reads are always repeatable, see
   * {@link isRepeatable}.
   */
  repeatable?: true;
  /** A success ends the caller's session. */
  endsSession?: true;
  /** The route exists only where session JWTs are signed with this. Defaults to everywhere. */
  algorithm?: TokenAlgorithm;
  /** The route exists only where this setting of the stage is on. Defaults to everywhere. */
  setting?: 'signUp' | 'passwordless' | 'passkeys' | 'mfa';
  /** Codes that the function returns, besides those of {@link COMMON_CODES}. */
  codes: readonly ErrorCode[];
  /** API Gateway's limit for all callers together. */
  throttle: Throttle;
  /** Names the route in messages: "Login failed due to server error". */
  label: string;
}

/** Whether the endpoint authenticates the caller by a Bearer token. */
export const takesBearer = ({ credential }: Pick<Route, 'credential'>): boolean =>
  credential === 'bearer' || credential === 'bearer-else-cookie';

/** Codes that any route may return, from its function or from API Gateway. */
export const COMMON_CODES = [
  'BAD_REQUEST',
  'FORBIDDEN',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'INTERNAL_ERROR',
  'GATEWAY_TIMEOUT',
] as const satisfies readonly ErrorCode[];

/** Codes of a bearer route that calls Cognito. */
export const BEARER_CODES = [
  'NOT_AUTHENTICATED',
  'INVALID_TOKEN',
  'TOKEN_EXPIRED',
  'ORIGIN_NOT_ALLOWED',
  'BAD_GATEWAY',
  'SERVICE_UNAVAILABLE',
] as const satisfies readonly ErrorCode[];

/** Whether a client may repeat a request whose outcome it does not know. */
export const isRepeatable = ({ method, repeatable }: Pick<Route, 'method' | 'repeatable'>) =>
  method === 'GET' || repeatable === true;

/** The `Cache-Control` of a success. */
export const cacheControlOf = ({ success }: Pick<Route, 'success'>): string =>
  'maxAge' in success && success.maxAge !== undefined ? `max-age=${success.maxAge}` : 'no-store';

/** Returns the path that a client calls, such as `/api/auth/login`. */
export const publicPathOf = ({ path }: Pick<Route, 'path'>): string => `${BASE_PATH}${path}`;
