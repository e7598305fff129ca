import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { envelopeOf, headersOf } from '../../contract/envelope.ts';
import { errorRow } from '../../contract/errors/index.ts';
import type { AuthError } from '../core/error.ts';
import { refreshCookie, type Scheme } from './cookie.ts';
import { requestIdOf } from './request-id.ts';

/** What `@middy/http-error-handler` renders: `message` is the whole body. */
interface RenderableError {
  statusCode: number;
  expose: true;
  message: string;
  headers: Record<string, string>;
}

/** Turns the AuthError of a request into what the error handler behind it renders. */
export function errorEnvelope({
  label,
  documentationUrl,
  scheme,
}: {
  /** What the route calls its task in the text of an INTERNAL_ERROR. */
  label: string;
  documentationUrl: string;
  scheme: Scheme;
}) {
  return {
    onError(request) {
      const { code, options } = request.error as AuthError;
      const envelope = envelopeOf(code, options, {
        requestId: requestIdOf(request.event, request.context),
        documentationUrl,
        label,
      });
      const renderable: RenderableError = {
        statusCode: envelope.error.status,
        expose: true,
        message: JSON.stringify(envelope),
        headers: {
          ...headersOf(envelope),
          ...(errorRow(code).clearsCookie && { 'Set-Cookie': refreshCookie('clear', scheme) }),
        },
      };
      request.error = renderable as unknown as Error;
    },
  } satisfies MiddlewareObj<APIGatewayProxyEvent>;
}
