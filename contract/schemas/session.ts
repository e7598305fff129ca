/** Bodies of the routes of a session. */

import * as z from 'zod/mini';
import { AUTHENTICATION_METHODS } from '../authentication-methods.ts';
import { REQUEST, SESSION } from '../limits.ts';
import { jsonObject, text, username } from './fields.ts';

/** Body of `POST /auth/login`. */
export const loginRequest = z.object(
  {
    username,
    password: text(REQUEST.passwordLength),
    captcha: z.optional(text(REQUEST.captchaLength)),
  },
  jsonObject,
);

/** Success of login and refresh. Only the cookie contains the refresh token. */
export const tokenResponse = z.object({
  token: z.string(),
  expiresIn: z.literal(SESSION.jwtLifetime),
  refreshToken: z.literal('Set in httpOnly cookie'),
});

/** The user, as of the last response from Cognito. */
export const user = z.object({
  sub: z.string(),
  username: z.string(),
  email: z.nullable(z.string()),
  groups: z.array(z.string()),
});

/** Success of `GET /auth/session`. Times are in ISO 8601, in UTC. */
export const sessionResponse = z.object({
  user,
  session: z.object({
    id: z.string(),
    issued_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
    /** Time of the last sign-in or reauthentication. A refresh does not change it. */
    authenticated_at: z.iso.datetime(),
    /** How the user gave that proof. */
    amr: z.array(z.enum(AUTHENTICATION_METHODS)),
  }),
});

export type TokenResponse = z.output<typeof tokenResponse>;
export type User = z.output<typeof user>;
export type SessionResponse = z.output<typeof sessionResponse>;
