import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

/** The gateway's extended request id, which a client cannot choose. Opaque; empty nowhere. */
export const requestIdOf = (
  event: Partial<Pick<APIGatewayProxyEvent, 'requestContext'>>,
  context: Pick<Context, 'awsRequestId'>,
): string =>
  event.requestContext?.extendedRequestId ||
  event.requestContext?.requestId ||
  context.awsRequestId ||
  'unknown';
