/** The query and the body of the CAPTCHA route. */

import * as z from 'zod/mini';
import { issues } from './fields.ts';

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

export type CaptchaResponse = z.output<typeof captchaResponse>;
