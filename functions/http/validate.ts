import * as z from 'zod/mini';
import { AuthError } from '../core/error.ts';

/**
 * Returns a value as its schema describes it.
 * @param whole The name in `details.field` if the value as a whole is wrong.
 * @throws {BAD_REQUEST} naming the first field that is wrong.
 */
export function validate<S extends z.core.$ZodType>(
  schema: S,
  value: unknown,
  whole: string,
): z.output<S> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badRequest(issue?.path.join('.') || whole, issue?.message);
}

export const badRequest = (field: string, issue = 'is malformed'): AuthError =>
  new AuthError('BAD_REQUEST', { details: { field, issue } });
