/** Reads parts of responses. */

import { expect } from '@jest/globals';
import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Envelope } from '../../contract/envelope.ts';
import type { ErrorCode } from '../../contract/errors/index.ts';
import { errorEnvelope } from '../../contract/schemas/index.ts';

/** Expects an envelope with this code and returns its error. */
export function errorIn(response: APIGatewayProxyResult, code: ErrorCode): Envelope['error'] {
  const { error } = z.parse(errorEnvelope, JSON.parse(response.body)) as Envelope;
  expect({ code: error.code, onTheWire: response.statusCode }).toEqual({
    code,
    onTheWire: error.status,
  });
  return error;
}

/** Returns a header of a response. The case of its name does not matter. */
export const headerIn = (response: APIGatewayProxyResult, name: string): string | undefined =>
  headersIn(response, name)[0];

/** Returns all values of a header, as API Gateway merges both maps. */
export const headersIn = (
  { headers = {}, multiValueHeaders = {} }: APIGatewayProxyResult,
  name: string,
): string[] =>
  [...Object.entries(headers), ...Object.entries(multiValueHeaders)]
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .flatMap(([, value]) => [value].flat().map(String));

/** Returns `name=value` of the first cookie that a response sets, or an empty string. */
export const cookieIn = (response: APIGatewayProxyResult): string =>
  headerIn(response, 'set-cookie')?.split(';')[0] ?? '';
