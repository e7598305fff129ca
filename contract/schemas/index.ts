import * as z from 'zod/mini';
import { ERROR_CODES } from '../errors/index.ts';
import { ACTIONS } from '../errors/row.ts';
import { REQUEST, SESSION } from '../limits.ts';

const issues = (kind: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? 'is required' : `must be ${kind}`;
const text = (longest: number) =>
  z.string({ error: issues('a string') }).check(
    z.minLength(1, 'must not be empty'),
    z.maxLength(longest, `must be at most ${longest} characters`),
    z.refine((value) => value.isWellFormed(), 'must be well-formed Unicode'),
  );

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

/** The one shape of every failure. */
export const errorEnvelope = z.strictObject({
  error: z.strictObject({
    code: z.enum(ERROR_CODES),
    message: z.string().check(z.minLength(1)),
    status: z.int().check(z.gte(400), z.lte(599)),
    details: z.looseObject({
      action: z.enum(ACTIONS),
      request_id: z.optional(z.string()),
      retry_after: z.optional(z.int().check(z.gte(0))),
    }),
    documentation_url: z.url(),
  }),
});

export type TokenResponse = z.output<typeof tokenResponse>;
export type User = z.output<typeof user>;
export type SessionResponse = z.output<typeof sessionResponse>;
export type CaptchaResponse = z.output<typeof captchaResponse>;
