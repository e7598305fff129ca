import { EXPOSED_HEADERS } from '../../contract/envelope.ts';
import { type GatewayResponseType, PREFLIGHT } from '../../contract/gateway.ts';
import type { Method } from '../../contract/routes/index.ts';
import type { HttpResponse } from '../http-response.ts';
import type { GatewayRequest } from './event.ts';

/**
 * Answers a preflight request like the mock integration of the CDK's `addCorsPreflight`. If no
 * origins are allowed, the deployed API has no OPTIONS methods.
 */
export function answerPreflight(
  methods: readonly Method[],
  { origin }: Pick<GatewayRequest, 'origin'>,
  allowedOrigins: readonly string[],
): HttpResponse | GatewayResponseType {
  const [firstOrigin] = allowedOrigins;
  if (firstOrigin === undefined) return 'MISSING_AUTHENTICATION_TOKEN';
  return {
    status: 204,
    headers: {
      'Access-Control-Allow-Headers': PREFLIGHT.headers.join(','),
      'Access-Control-Allow-Origin':
        origin !== undefined && allowedOrigins.includes(origin) ? origin : firstOrigin,
      Vary: 'Origin',
      'Access-Control-Allow-Methods': methods.join(','),
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Max-Age': String(PREFLIGHT.maxAge),
      'Access-Control-Expose-Headers': EXPOSED_HEADERS.join(','),
    },
    body: '',
  };
}
