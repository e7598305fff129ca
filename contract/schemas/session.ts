/** Bodies of the routes of a session. */

import * as z from 'zod/mini';
import { AUTHENTICATION_METHODS } from '../authentication-methods.ts';
import { REQUEST, SESSION } from '../limits.ts';
import { issues, jsonObject, text, username } from './fields.ts';

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

/** Query of `GET /auth/captcha`, which `challenge_url` contains. `account` is opaque to clients. */
export const captchaQuery = z.object({
  account: z
    .string({ error: issues('a string') })
    .check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be the one of challenge_url')),
});

/** Success of `GET /auth/captcha`: a challenge for the ALTCHA widget. */
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

/** Success of `GET /auth/jwks`: a JWK Set (RFC 7517) of P-256 keys (RFC 7518, section 6.2). */
export const jwksResponse = z.object({
  keys: z.array(
    z.strictObject({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
      kid: z.string(),
      use: z.literal('sig'),
      alg: z.literal('ES256'),
    }),
  ),
});

export type TokenResponse = z.output<typeof tokenResponse>;
export type User = z.output<typeof user>;
export type SessionResponse = z.output<typeof sessionResponse>;
export type CaptchaResponse = z.output<typeof captchaResponse>;
export type JwksResponse = z.output<typeof jwksResponse>;
