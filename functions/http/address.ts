import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { HttpRequest } from './request.ts';

/** Tells the client's address for one event. */
export type AddressOf = (event: APIGatewayProxyEvent, request: HttpRequest) => Promise<string>;

/** The connection's own address, as the gateway saw it. */
export const gatewayAddress: AddressOf = async (event) =>
  event.requestContext?.identity?.sourceIp ?? '';

/** Header in which one's own CDN shows that it is the one. */
const ORIGIN_SECRET_HEADER = 'x-origin-secret';

/**
 * The viewer that CloudFront names, `address:port` (AWS: "Add CloudFront request headers"). A
 * client can send that header too, so it is believed only beside the origin secret; without that it
 * is the connection's own address that counts.
 */
export function cloudfrontAddress(originSecret: () => Promise<string>): AddressOf {
  return async (event, request) => {
    const viewer = request.header('cloudfront-viewer-address');
    const proof = request.header(ORIGIN_SECRET_HEADER);
    if (viewer === undefined || proof === undefined || !sameText(proof, await originSecret())) {
      return gatewayAddress(event, request);
    }
    return withoutPort(viewer);
  };
}

/**
 * CloudFront writes an IPv6 address without brackets; whatever rewrites the header on its way may
 * add them (RFC 3986 section 3.2.2).
 */
const withoutPort = (viewer: string): string =>
  viewer.slice(0, viewer.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1');

function sameText(presented: string, expected: string): boolean {
  const [a, b] = [Buffer.from(presented), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
