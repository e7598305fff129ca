/**
 * Lets every page of this machine call the sandbox, whatever port its development server uses. The
 * deployed API has no such rule, so the functions do not contain it: the gateway presents the
 * request of such a page as one from the API's own origin, and adds the CORS headers itself.
 */

import { EXPOSED_HEADERS } from '../../contract/envelope.ts';
import type { HttpResponse } from '../http-response.ts';
import type { GatewayRequest } from './event.ts';

const LOCAL_ORIGIN = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d{1,5})?$/;

/**
 * Returns the origin of a page of this machine that is not on the API's own origin. Returns
 * undefined for any other request.
 */
export function findLocalOrigin({
  origin,
  host,
}: Pick<GatewayRequest, 'origin' | 'host'>): string | undefined {
  if (origin === undefined || origin === `http://${host}`) return undefined;
  return LOCAL_ORIGIN.test(origin) ? origin : undefined;
}

/** Replaces the headers that tell the origin of a request by those of the API's own origin. */
export function presentAsOwn(request: GatewayRequest): GatewayRequest {
  const own: Readonly<Record<string, string>> = {
    origin: `http://${request.host}`,
    'sec-fetch-site': 'same-origin',
  };
  const rawHeaders = request.rawHeaders.map((text, index, all) =>
    index % 2 === 0 ? text : (own[all[index - 1]?.toLowerCase() ?? ''] ?? text),
  );
  return { ...request, rawHeaders };
}

/** Lets a page of the origin read a response. Replaces the CORS headers of the function. */
export function allowReading(response: HttpResponse, origin: string): HttpResponse {
  const headers = Object.entries(response.headers).filter(([name]) => !isCorsHeader(name));
  return {
    ...response,
    headers: {
      ...Object.fromEntries(headers),
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': EXPOSED_HEADERS.join(', '),
      Vary: 'Origin',
    },
  };
}

const isCorsHeader = (name: string): boolean => /^(?:access-control-.*|vary)$/i.test(name);
