/** Bodies and parameters of the routes of a user's sessions. */

import * as z from 'zod/mini';
import { issues } from './fields.ts';

/** Path parameter of `DELETE /auth/sessions/{id}`. */
export const sessionParameters = z.object({
  id: z
    .string({ error: issues('a string') })
    .check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be the ID of a session')),
});

/** One session in the list. Times are in ISO 8601, in UTC. */
const listedSession = z.object({
  id: z.string(),
  /** Browser and operating system, such as `Firefox on Windows`. Null if neither is known. */
  device: z.nullable(z.string()),
  /** Equal for sessions of the user that were last seen on the same network. */
  network: z.string(),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime(),
  /** Whether the session is that of the request. */
  current: z.boolean(),
});

/** Success of `GET /auth/sessions`. */
export const sessionsResponse = z.object({ sessions: z.array(listedSession) });

export type ListedSession = z.output<typeof listedSession>;
export type SessionsResponse = z.output<typeof sessionsResponse>;
