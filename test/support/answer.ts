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
export const headerIn = (
  { headers = {} }: APIGatewayProxyResult,
  name: string,
): string | undefined => {
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return entry && String(entry[1]);
};

/** Returns `name=value` of the cookie that a response sets, or an empty string. */
export const cookieIn = (response: APIGatewayProxyResult): string =>
  headerIn(response, 'set-cookie')?.split(';')[0] ?? '';
