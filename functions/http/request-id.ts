import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

/**
 * Returns API Gateway's extended request ID, which a client cannot choose. It is opaque to clients
 * and never empty.
 */
export const findRequestId = (
  event: Partial<Pick<APIGatewayProxyEvent, 'requestContext'>>,
  context: Pick<Context, 'awsRequestId'>,
): string =>
  event.requestContext?.extendedRequestId ||
  event.requestContext?.requestId ||
  context.awsRequestId ||
  'unknown';
