/** Bodies of the route that begins a sign-in without a password. */

import * as z from 'zod/mini';
import { REQUEST } from '../limits.ts';
import { issues, text, username } from './fields.ts';

/** What a person may sign in with instead of a password. */
export const PASSWORDLESS_METHODS = ['email_code'] as const;

/** Body of `POST /auth/passwordless`. */
export const passwordlessRequest = z.object(
  {
    username,
    method: z.enum(PASSWORDLESS_METHODS, {
      error: issues(`one of ${PASSWORDLESS_METHODS.join(', ')}`),
    }),
    captcha: z.optional(text(REQUEST.captchaLength)),
  },
  { error: issues('a JSON object') },
);

/** Success of it: the step that `POST /auth/challenge` completes. The destination is masked. */
export const passwordlessResponse = z.object({
  challenge: z.object({
    name: z.literal('EMAIL_OTP'),
    token: z.string(),
    parameters: z.object({
      delivery: z.object({ medium: z.literal('EMAIL'), destination: z.string() }),
    }),
  }),
});

export type PasswordlessResponse = z.output<typeof passwordlessResponse>;
