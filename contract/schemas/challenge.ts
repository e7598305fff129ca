/** Body of the route of a further sign-in step. */

import * as z from 'zod/mini';
import { REQUEST } from '../limits.ts';
import { issues, jsonObject, text } from './fields.ts';
import { assertionCredential } from './passkeys.ts';

/** Body of `POST /auth/challenge`. The name of the challenge decides which answer it needs. */
export const challengeRequest = z.object(
  {
    challenge_token: z
      .string({ error: issues('a string') })
      .check(z.regex(/^[A-Za-z0-9_-]{86}$/, 'must be the token of details.challenge')),
    code: z.optional(text(REQUEST.codeLength)),
    new_password: z.optional(text(REQUEST.passwordLength)),
    /** Attributes that `parameters.required_attributes` demands with the new password. */
    attributes: z.optional(z.record(z.string(), text(REQUEST.attributeLength), jsonObject)),
    /** One of `parameters.options`. */
    answer: z.optional(text(REQUEST.codeLength)),
    credential: z.optional(assertionCredential),
  },
  jsonObject,
);
