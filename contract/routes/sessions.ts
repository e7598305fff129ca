/** The routes by which users see where they are signed in, and end their sessions. */

import { sessionParameters, sessionsResponse } from '../schemas/index.ts';
import type { Route } from './route.ts';

const OF_ALL_SESSIONS = {
  path: '/auth/sessions',
  area: 'sessions',
  function: 'sessions',
  credential: 'bearer',
  codes: [
    'NOT_AUTHENTICATED',
    'INVALID_TOKEN',
    'TOKEN_EXPIRED',
    'ORIGIN_NOT_ALLOWED',
    'SERVICE_UNAVAILABLE',
  ],
  throttle: { rate: 200, burst: 50 },
} as const satisfies Partial<Route>;

export const listSessions = {
  ...OF_ALL_SESSIONS,
  method: 'GET',
  success: { status: 200, body: sessionsResponse },
  label: 'Session list',
} as const satisfies Route;

export const endSession = {
  ...OF_ALL_SESSIONS,
  method: 'DELETE',
  path: '/auth/sessions/{id}',
  parameters: sessionParameters,
  success: { status: 204 },
  repeatable: true,
  label: 'Ending the session',
} as const satisfies Route;

export const endOtherSessions = {
  ...OF_ALL_SESSIONS,
  method: 'DELETE',
  success: { status: 204 },
  repeatable: true,
  label: 'Ending the other sessions',
} as const satisfies Route;
