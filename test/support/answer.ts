/** Readers of an answer. Each fails when the answer is not what it reads. */

import { expect } from '@jest/globals';
import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Envelope } from '../../contract/envelope.ts';
import type { ErrorCode } from '../../contract/errors/index.ts';
import { errorEnvelope } from '../../contract/schemas/index.ts';

/** The error of an answer that is an envelope, and which code it must have. */
export function errorIn(response: APIGatewayProxyResult, code: ErrorCode): Envelope['error'] {
  const { error } = z.parse(errorEnvelope, JSON.parse(response.body)) as Envelope;
  expect({ code: error.code, onTheWire: response.statusCode }).toEqual({
    code,
    onTheWire: error.status,
  });
  return error;
}

/** A header of an answer, whatever its case. */
export const headerIn = (
  { headers = {} }: APIGatewayProxyResult,
  name: string,
): string | undefined => {
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return entry && String(entry[1]);
};

/** `name=value` of the cookie that an answer sets. */
export const cookieIn = (response: APIGatewayProxyResult): string =>
  headerIn(response, 'set-cookie')?.split(';')[0] ?? '';
