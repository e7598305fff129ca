/** Bodies of the route that begins a sign-in without a password. */

import * as z from 'zod/mini';
import { REQUEST } from '../limits.ts';
import { issues, jsonObject, text, username } from './fields.ts';

/** What a person may sign in with instead of a password. */
export const PASSWORDLESS_METHODS = ['email_code', 'passkey'] as const;
export type PasswordlessMethod = (typeof PASSWORDLESS_METHODS)[number];

/** Body of `POST /auth/passwordless`. */
export const passwordlessRequest = z.object(
  {
    username,
    method: z.enum(PASSWORDLESS_METHODS, {
      error: issues(`one of ${PASSWORDLESS_METHODS.join(', ')}`),
    }),
    captcha: z.optional(text(REQUEST.captchaLength)),
  },
  jsonObject,
);

/** The destination is masked. */
const emailCodeChallenge = z.object({
  name: z.literal('EMAIL_OTP'),
  token: z.string(),
  parameters: z.object({
    delivery: z.object({ medium: z.literal('EMAIL'), destination: z.string() }),
  }),
});

/**
 * `options` is a `PublicKeyCredentialRequestOptionsJSON` of Web Authentication. It names no
 * passkeys, so that it does not reveal who has one.
 */
const passkeyChallenge = z.object({
  name: z.literal('WEB_AUTHN'),
  token: z.string(),
  parameters: z.object({
    options: z.object({
      challenge: z.string(),
      timeout: z.int(),
      rpId: z.string(),
      allowCredentials: z.array(z.unknown()),
      userVerification: z.literal('required'),
    }),
  }),
});

/** Success of it: the step that `POST /auth/challenge` completes. */
export const passwordlessResponse = z.object({
  challenge: z.discriminatedUnion('name', [emailCodeChallenge, passkeyChallenge]),
});

export type PasswordlessResponse = z.output<typeof passwordlessResponse>;
