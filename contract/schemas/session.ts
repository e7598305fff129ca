/** Bodies of the routes by which a session begins, goes on and ends. */

import * as z from 'zod/mini';
import { REQUEST, SESSION } from '../limits.ts';
import { issues, text } from './fields.ts';

/**
 * Body of `POST /auth/login`. A username is what Cognito takes for one: no spaces, no control
 * characters (API_SignUp).
 */
export const loginRequest = z.object(
  {
    username: text(REQUEST.usernameLength).check(
      z.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]*$/u, 'must not contain spaces or control characters'),
    ),
    password: text(REQUEST.passwordLength),
    captcha: z.optional(text(REQUEST.captchaLength)),
  },
  { error: issues('a JSON object') },
);

/** Success of login and refresh. The refresh token itself travels in the cookie only. */
export const tokenResponse = z.object({
  token: z.string(),
  expiresIn: z.literal(SESSION.jwtLifetime),
  refreshToken: z.literal('Set in httpOnly cookie'),
});

/** The user as Cognito last described it. */
export const user = z.object({
  sub: z.string(),
  username: z.string(),
  email: z.nullable(z.string()),
  groups: z.array(z.string()),
});

/** Success of `GET /auth/session`; times are ISO 8601, UTC. */
export const sessionResponse = z.object({
  user,
  session: z.object({ id: z.string(), issued_at: z.iso.datetime(), expires_at: z.iso.datetime() }),
});

/** Success of `GET /auth/captcha`: an ALTCHA challenge, as its widget reads it. */
export const captchaResponse = z.object({
  parameters: z.looseObject({
    algorithm: z.string(),
    nonce: z.string(),
    salt: z.string(),
    cost: z.int(),
    keyLength: z.int(),
    keyPrefix: z.string(),
    expiresAt: z.int(),
  }),
  signature: z.string(),
});

export type TokenResponse = z.output<typeof tokenResponse>;
export type User = z.output<typeof user>;
export type SessionResponse = z.output<typeof sessionResponse>;
export type CaptchaResponse = z.output<typeof captchaResponse>;
