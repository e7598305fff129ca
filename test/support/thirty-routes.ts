import * as z from 'zod/mini';
import type { HttpFunction, Method, Route, RouteTable } from '../../contract/routes/index.ts';
import { loginRequest, sessionResponse, tokenResponse } from '../../contract/schemas/index.ts';
import type { RouteProse } from '../../docs/routes/index.ts';

const METHODS_BY_PATH: Readonly<Record<Route['path'], readonly Method[]>> = {
  '/auth/login': ['POST'],
  '/auth/refresh': ['POST'],
  '/auth/logout': ['POST'],
  '/auth/session': ['GET'],
  '/auth/challenge': ['POST'],
  '/auth/signup': ['POST'],
  '/auth/signup/confirm': ['POST'],
  '/auth/signup/resend': ['POST'],
  '/auth/password/forgot': ['POST'],
  '/auth/password/reset': ['POST'],
  '/auth/password/change': ['POST'],
  '/auth/account': ['GET', 'PATCH', 'DELETE'],
  '/auth/email/change': ['POST'],
  '/auth/email/confirm': ['POST'],
  '/auth/mfa': ['GET'],
  '/auth/mfa/totp': ['POST', 'PUT', 'DELETE'],
  '/auth/passkeys': ['GET'],
  '/auth/passkeys/registration': ['POST', 'PUT'],
  '/auth/passkeys/{id}': ['PATCH', 'DELETE'],
  '/auth/sessions': ['GET', 'DELETE'],
  '/auth/sessions/{id}': ['DELETE'],
  '/auth/sessions/{id}/notes/{note}': ['GET'],
  '/auth/jwks': ['GET'],
};

const FUNCTIONS: readonly HttpFunction[] = [
  'login',
  'refresh',
  'logout',
  'session',
  'captcha',
  'jwks',
];
const CREDENTIALS: readonly Route['credential'][] = [
  'body',
  'cookie',
  'bearer',
  'bearer-else-cookie',
  'cookie-or-bearer',
  'none',
];

const nth = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;

function plant(method: Method, path: Route['path'], index: number): [string, Route] {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const credential = nth(CREDENTIALS, index);
  const route: Route = {
    method,
    path,
    area: 'session',
    function: nth(FUNCTIONS, index),
    credential,
    ...(credential === 'body' && { body: loginRequest }),
    ...(parameters.length > 0 && {
      parameters: z.object(Object.fromEntries(parameters.map((name) => [name, z.string()]))),
    }),
    ...(method === 'GET' && { query: z.object({ limit: z.optional(z.string()) }) }),
    success: nth<Route['success']>(
      [
        { status: 200, body: sessionResponse },
        { status: 202, body: tokenResponse },
        { status: 204 },
      ],
      index,
    ),
    codes:
      credential === 'none' ? [] : ['ORIGIN_NOT_ALLOWED', 'BAD_GATEWAY', 'SERVICE_UNAVAILABLE'],
    throttle: { rate: index + 1, burst: 2 * (index + 1) },
    label: `Route ${index}`,
  };
  return [`planted${index}`, route];
}

/** Thirty routes with several methods on a path, path parameters, all credentials and functions. */
export const THIRTY_ROUTES: RouteTable = Object.fromEntries(
  Object.entries(METHODS_BY_PATH)
    .flatMap(([path, methods]) => methods.map((method) => [method, path as Route['path']] as const))
    .map(([method, path], index) => plant(method, path, index)),
);

export const THIRTY_PROSE: Readonly<Record<string, RouteProse>> = Object.fromEntries(
  Object.keys(THIRTY_ROUTES).map((name) => [
    name,
    { summary: `Do ${name}`, notes: 'Planted by a test.', setsCookie: false },
  ]),
);

/** Replaces each parameter of a path with a value: `{id}` becomes `an%20id`. */
export const samplePath = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(`an ${name}`));

/** Returns the parameters of {@link samplePath} as a function receives them, or null. */
export function sampleParameters(path: string): Record<string, string> | null {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, `an ${name}`]));
}
