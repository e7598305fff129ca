import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod/mini';
import { REQUEST } from '../../contract/limits.ts';
import { AuthError } from '../core/error.ts';
import { badRequest, validate } from './validate.ts';

type Body = Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>;

/**
 * Parses the body as JSON, whatever its Content-Type: browsers send a string as text/plain, `curl
 * -d` says it is a form.
 * @throws BAD_REQUEST naming the first field that is wrong, PAYLOAD_TOO_LARGE
 */
export function parseBody<S extends z.core.$ZodType>(schema: S, event: Body): z.output<S> {
  return validate(schema, jsonOf(textOf(event)), 'body');
}

/** @throws PAYLOAD_TOO_LARGE, before anything else looks at the body */
export function limitBody({ body, isBase64Encoded }: Body): void {
  const bytes =
    typeof body === 'string' ? Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8') : 0;
  if (bytes > REQUEST.bodyBytes) {
    throw new AuthError('PAYLOAD_TOO_LARGE', { details: { limit_bytes: REQUEST.bodyBytes } });
  }
}

function textOf({ body, isBase64Encoded }: Body): string {
  if (typeof body !== 'string' || body === '') throw badRequest('body', 'is required');
  // A byte order mark may be ignored (RFC 8259 section 8.1); the decoder below drops it too.
  if (!isBase64Encoded) return body.replace(/^\uFEFF/, '');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'));
  } catch {
    throw badRequest('body', 'must be UTF-8');
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No cause: the parser's message quotes the body, and a password may be in it.
    throw badRequest('body', 'must be valid JSON');
  }
}
