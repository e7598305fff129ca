/** Bodies of the routes of an account. */

import * as z from 'zod/mini';
import { REQUEST } from '../limits.ts';
import { attributeName, jsonObject, text } from './fields.ts';

/** Body of `POST /auth/reauthenticate`. */
export const reauthenticateRequest = z.object(
  { password: text(REQUEST.passwordLength) },
  jsonObject,
);

/** Body of `POST /auth/password/change`. */
export const passwordChangeRequest = z.object(
  {
    current_password: text(REQUEST.passwordLength),
    new_password: text(REQUEST.passwordLength),
  },
  jsonObject,
);

/**
 * Body of `POST /auth/email/change`. Like Cognito, it accepts no spaces and no control characters,
 * because the address becomes the name of the next sign-in.
 */
export const emailRequest = z.object(
  {
    email: text(REQUEST.usernameLength).check(
      z.regex(
        /^(?=[\p{L}\p{M}\p{S}\p{N}\p{P}]*$)[^@]+@[^@]+\.[^@.]+$/u,
        'must be an e-mail address',
      ),
    ),
  },
  jsonObject,
);

/** Body of `POST /auth/email/confirm`. */
export const confirmEmailRequest = z.object({ code: text(REQUEST.codeLength) }, jsonObject);

/** Body of `PATCH /auth/account`. Null deletes an attribute. */
export const updateAccountRequest = z.object(
  {
    attributes: z
      .record(attributeName, z.nullable(text(REQUEST.attributeLength)), jsonObject)
      .check(z.refine((value) => Object.keys(value).length > 0, 'must not be empty')),
  },
  jsonObject,
);

/** Success of `GET` and `PATCH /auth/account`: what is stored about the user. */
export const accountResponse = z.object({
  sub: z.string(),
  username: z.string(),
  email: z.nullable(z.string()),
  email_verified: z.boolean(),
  /** The status in Cognito, in lower case, such as `confirmed`. */
  status: z.string(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  attributes: z.record(z.string(), z.string()),
  groups: z.array(z.string()),
  sessions: z.object({
    /** How many sessions the user has, this one included. */
    count: z.int(),
    current: z.object({
      id: z.string(),
      created_at: z.iso.datetime(),
      expires_at: z.iso.datetime(),
      /** Time of the last sign-in or reauthentication. */
      authenticated_at: z.iso.datetime(),
    }),
  }),
});

export type AccountResponse = z.output<typeof accountResponse>;
