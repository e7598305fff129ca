import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ORIGIN_SECRET_HEADER, VIEWER_ADDRESS_HEADER } from '../../contract/edge.ts';
import type { HttpRequest } from './request.ts';

/** Returns the client's IP address for one event. */
export type AddressReader = (event: APIGatewayProxyEvent, request: HttpRequest) => Promise<string>;

/** Returns the address of the connection, as API Gateway reports it. */
export const gatewayAddress: AddressReader = async (event) =>
  event.requestContext?.identity?.sourceIp ?? '';

/**
 * Creates a reader of the viewer's address from the header that the CDN sets. A client can send that
 * header too, so it is trusted only together with the origin secret. Without the secret, the address
 * of the connection is returned.
 */
export function cloudfrontAddress(originSecret: () => Promise<string>): AddressReader {
  return async (event, request) => {
    const viewer = request.header(VIEWER_ADDRESS_HEADER.toLowerCase());
    const proof = request.header(ORIGIN_SECRET_HEADER.toLowerCase());
    if (viewer === undefined || proof === undefined || !isSameText(proof, await originSecret())) {
      return gatewayAddress(event, request);
    }
    return viewer;
  };
}

function isSameText(presented: string, expected: string): boolean {
  const [a, b] = [Buffer.from(presented), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
