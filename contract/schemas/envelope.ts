import * as z from 'zod/mini';
import { ERROR_CODES } from '../errors/index.ts';
import { ACTIONS } from '../errors/row.ts';

/** The body of every error response. */
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
