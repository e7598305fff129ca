import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { HttpRequest } from './request.ts';

/** Returns the client's IP address for one event. */
export type AddressReader = (event: APIGatewayProxyEvent, request: HttpRequest) => Promise<string>;

/** Returns the address of the connection, as API Gateway reports it. */
export const gatewayAddress: AddressReader = async (event) =>
  event.requestContext?.identity?.sourceIp ?? '';

/** Header in which your own CDN sends the origin secret. */
const ORIGIN_SECRET_HEADER = 'x-origin-secret';

/**
 * Creates a reader of the viewer's address from CloudFront's header, which is `address:port` (AWS:
 * "Add CloudFront request headers"). A client can send that header too, so it is trusted only
 * together with the origin secret. Without the secret, the address of the connection is returned.
 */
export function cloudfrontAddress(originSecret: () => Promise<string>): AddressReader {
  return async (event, request) => {
    const viewer = request.header('cloudfront-viewer-address');
    const proof = request.header(ORIGIN_SECRET_HEADER);
    if (viewer === undefined || proof === undefined || !isSameText(proof, await originSecret())) {
      return gatewayAddress(event, request);
    }
    return removePort(viewer);
  };
}

/**
 * CloudFront writes an IPv6 address without brackets. A proxy that rewrites the header may add them
 * (RFC 3986 section 3.2.2).
 */
const removePort = (viewer: string): string =>
  viewer.slice(0, viewer.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1');

function isSameText(presented: string, expected: string): boolean {
  const [a, b] = [Buffer.from(presented), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
