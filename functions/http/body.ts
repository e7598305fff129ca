import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod/mini';
import { REQUEST } from '../../contract/limits.ts';
import { AuthError, badRequest } from '../core/error.ts';
import { validate } from './validate.ts';

type Body = Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>;

/**
 * Parses the body as JSON and ignores its Content-Type. Browsers send a string as text/plain, and
 * `curl -d` sends it as a form.
 * @throws {BAD_REQUEST} naming the first field that is wrong.
 */
export function parseBody<S extends z.core.$ZodType>(schema: S, event: Body): z.output<S> {
  return validate(schema, parseJson(decodeText(event)), 'body');
}

/**
 * Checks the size of the body. This must run before anything reads the body.
 * @throws {PAYLOAD_TOO_LARGE} if the body is larger than the limit.
 */
export function limitBody({ body, isBase64Encoded }: Body): void {
  const bytes =
    typeof body === 'string' ? Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8') : 0;
  if (bytes > REQUEST.bodyBytes) {
    throw new AuthError('PAYLOAD_TOO_LARGE', { details: { limit_bytes: REQUEST.bodyBytes } });
  }
}

function decodeText({ body, isBase64Encoded }: Body): string {
  if (typeof body !== 'string' || body === '') throw badRequest('body', 'is required');
  // A byte order mark may be ignored (RFC 8259 section 8.1); the decoder below drops it too.
  if (!isBase64Encoded) return body.replace(/^\uFEFF/, '');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'));
  } catch {
    throw badRequest('body', 'must be UTF-8');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No cause: the parser's message quotes the body, which may contain a password.
    throw badRequest('body', 'must be valid JSON');
  }
}
