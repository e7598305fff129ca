import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { envelopeOf, headersOf } from '../../contract/envelope.ts';
import { errorRow } from '../../contract/errors/index.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import { AuthError } from '../core/error.ts';
import { refreshCookie, type Scheme } from './cookie.ts';
import { requestIdOf } from './request-id.ts';

/** What `@middy/http-error-handler` renders: `message` is the whole body. */
interface RenderableError {
  statusCode: number;
  expose: true;
  message: string;
  headers: Record<string, string>;
}

/** Any thrown value as an AuthError. What has no row is a bug or a fault of ours. */
export function authErrorOf(error: unknown, route: RouteName): AuthError {
  if (
    error instanceof AuthError &&
    !(error.code === 'INTERNAL_ERROR' && error.options.variant === undefined)
  ) {
    return error;
  }
  const cause = error instanceof AuthError ? error.cause : error;
  return new AuthError('INTERNAL_ERROR', { variant: route, cause });
}

/** Turns whatever was thrown into what the error handler behind it renders. */
export function errorEnvelope({
  route,
  documentationUrl,
  scheme,
}: {
  route: RouteName;
  documentationUrl: string;
  scheme: Scheme;
}) {
  return {
    onError(request) {
      const { code, options } = authErrorOf(request.error, route);
      const envelope = envelopeOf(code, options, {
        requestId: requestIdOf(request.event, request.context),
        documentationUrl,
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
