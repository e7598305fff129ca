import { JWKS } from '../limits.ts';
import { jwksResponse } from '../schemas/jwks.ts';
import type { Route } from './route.ts';

export const jwks = {
  method: 'GET',
  path: '/auth/jwks',
  area: 'session',
  function: 'jwks',
  credential: 'none',
  success: { status: 200, body: jwksResponse, maxAge: JWKS.maxAge },
  algorithm: 'ES256',
  codes: [],
  throttle: { rate: 500, burst: 150 },
  label: 'Public keys',
} as const satisfies Route;
