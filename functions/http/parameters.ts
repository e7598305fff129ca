import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod/mini';
import { badRequest } from '../core/error.ts';
import { validate } from './validate.ts';

type Event = Pick<APIGatewayProxyEvent, 'pathParameters' | 'multiValueQueryStringParameters'>;

/**
 * Parses the path parameters.
 * @throws {BAD_REQUEST} naming the parameter that is wrong.
 */
export const pathParameters = <S extends z.core.$ZodType>(schema: S, event: Event): z.output<S> =>
  validate(schema, event.pathParameters ?? {}, 'path');

/**
 * Parses the query parameters. Those that the schema does not name are ignored.
 * @throws {BAD_REQUEST} naming the parameter that is wrong or was sent more than once.
 */
export function queryParameters<S extends z.core.$ZodType>(schema: S, event: Event): z.output<S> {
  const sent = event.multiValueQueryStringParameters ?? {};
  const values = Object.fromEntries(Object.entries(sent).map(([name, all]) => [name, all?.[0]]));
  const parsed = validate(schema, values, 'query');
  for (const name of Object.keys(parsed as object)) {
    if ((sent[name]?.length ?? 0) > 1) throw badRequest(name, 'was sent more than once');
  }
  return parsed;
}
