import * as z from 'zod/mini';
import { badRequest } from '../core/error.ts';

/**
 * Parses a value by its schema.
 * @param valueName The name in `details.field` if the value as a whole is wrong.
 * @throws {BAD_REQUEST} naming the first field that is wrong.
 */
export function validate<S extends z.core.$ZodType>(
  schema: S,
  value: unknown,
  valueName: string,
): z.output<S> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badRequest(issue?.path.join('.') || valueName, issue?.message);
}
