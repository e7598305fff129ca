import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Scheme } from '../../contract/cookies.ts';
import { buildEnvelope, buildEnvelopeHeaders } from '../../contract/envelope.ts';
import { type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import type { AuthError } from '../core/error.ts';
import type { ReplyCookie } from '../core/use-case.ts';
import { buildCookie } from './cookie.ts';
import { findRequestId } from './request-id.ts';

/** The error that `@middy/http-error-handler` renders. `message` is the whole body. */
interface RenderableError {
  statusCode: number;
  expose: true;
  message: string;
  headers: Record<string, string>;
}

/** Converts the AuthError of a request to the error that Middy's error handler renders. */
export function errorEnvelope({
  label,
  documentationUrl,
  scheme,
}: {
  /** Names the route in the message of an INTERNAL_ERROR. */
  label: string;
  documentationUrl: string;
  scheme: Scheme;
}) {
  return {
    onError(request) {
      const { code, options, cookie = cookieOf(code) } = request.error as AuthError;
      const envelope = buildEnvelope(code, options, {
        requestId: findRequestId(request.event, request.context),
        documentationUrl,
        label,
      });
      const renderable: RenderableError = {
        statusCode: envelope.error.status,
        expose: true,
        message: JSON.stringify(envelope),
        headers: {
          ...buildEnvelopeHeaders(envelope),
          ...(cookie && { 'Set-Cookie': buildCookie(cookie, scheme) }),
        },
      };
      request.error = renderable as unknown as Error;
    },
  } satisfies MiddlewareObj<APIGatewayProxyEvent>;
}

/** The cookie that the row of an error sets. */
const cookieOf = (code: ErrorCode): ReplyCookie | undefined =>
  errorRow(code).clearsCookie && { kind: 'refresh', clear: true };
