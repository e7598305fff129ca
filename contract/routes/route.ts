import type * as z from 'zod/mini';
import type { FunctionName } from '../environment.ts';
import type { ErrorCode } from '../errors/index.ts';

/** The stage's name is the first segment of every public path: `/api/auth/login`. */
export const BASE_PATH = '/api';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** A subject of the API. The documentation groups routes by it. */
export const AREAS = ['session'] as const;
export type Area = (typeof AREAS)[number];

/** A function that answers requests; the others are called by AWS. */
export type HttpFunction = Exclude<FunctionName, 'authorizer' | 'rotate-keys'>;

/** Requests per second, and how many may come at once. */
export interface Throttle {
  rate: number;
  burst: number;
}

/** Everything that runs of one route. Gateway, functions, sandbox and documents derive from it. */
export interface Route {
  method: Method;
  /** Below the stage: the gateway's own resource path. `{id}` is a path parameter. */
  path: `/auth/${string}`;
  area: Area;
  /** The Lambda function that serves it. A function may serve several routes. */
  function: HttpFunction;
  /**
   * The credential of the caller that the route acts on. All but `none` keep the origin rule. A
   * `bearer` route is handed the live session.
   */
  credential: 'body' | 'cookie' | 'bearer' | 'cookie-or-bearer' | 'none';
  /** JSON body, where the route reads one. */
  body?: z.core.$ZodType;
  /** Path parameters; the keys are those of `path`. */
  parameters?: z.core.$ZodType;
  /** Query parameters. */
  query?: z.core.$ZodType;
  success: { status: 200 | 202; body: z.core.$ZodType } | { status: 204 };
  /** Codes that the function itself answers; every route adds those of {@link COMMON_CODES}. */
  codes: readonly ErrorCode[];
  /** The gateway's limit, for all callers together. */
  throttle: Throttle;
  /** Names the route in messages: "Login failed due to server error". */
  label: string;
}

/** Codes that any route may answer, from its function or from the gateway in front of it. */
export const COMMON_CODES = [
  'BAD_REQUEST',
  'FORBIDDEN',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'INTERNAL_ERROR',
  'GATEWAY_TIMEOUT',
] as const satisfies readonly ErrorCode[];

/** The path that a client calls: `/api/auth/login`. */
export const publicPathOf = ({ path }: Pick<Route, 'path'>): string => `${BASE_PATH}${path}`;
