/** Bodies of the routes of second factors. */

import * as z from 'zod/mini';
import { REQUEST } from '../limits.ts';
import { jsonObject, text } from './fields.ts';

/** Success of `GET /auth/mfa`. */
export const mfaResponse = z.object({
  /** The authenticator app. */
  totp: z.object({ enabled: z.boolean() }),
  /** Whether the stage requires a second factor of all users. */
  required: z.boolean(),
});

/** Success of `POST /auth/mfa/totp`: what an authenticator app must know. */
export const totpSetupResponse = z.object({
  /** Base32 (RFC 4648 section 6), for people who type it. */
  secret: z.string(),
  /** The same as a URI, for a QR code. */
  otpauth_uri: z.string(),
});

/** Body of `PUT /auth/mfa/totp`. */
export const totpRequest = z.object({ code: text(REQUEST.codeLength) }, jsonObject);

export type MfaResponse = z.output<typeof mfaResponse>;
export type TotpSetupResponse = z.output<typeof totpSetupResponse>;
