import { EXPOSED_HEADERS } from '../../contract/envelope.ts';
import { type GatewayResponseType, PREFLIGHT } from '../../contract/gateway.ts';
import type { Method } from '../../contract/routes/index.ts';
import type { Answer } from './answer.ts';
import type { GatewayRequest } from './event.ts';

/**
 * What `addCorsPreflight` of the CDK makes a mock integration say. Without allowed origins there is
 * no OPTIONS method at all.
 */
export function preflight(
  methods: readonly Method[],
  { origin }: Pick<GatewayRequest, 'origin'>,
  allowedOrigins: readonly string[],
): Answer | GatewayResponseType {
  const [first] = allowedOrigins;
  if (first === undefined) return 'MISSING_AUTHENTICATION_TOKEN';
  return {
    status: 204,
    headers: {
      'Access-Control-Allow-Headers': PREFLIGHT.headers.join(','),
      'Access-Control-Allow-Origin':
        origin !== undefined && allowedOrigins.includes(origin) ? origin : first,
      Vary: 'Origin',
      'Access-Control-Allow-Methods': methods.join(','),
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Max-Age': String(PREFLIGHT.maxAge),
      'Access-Control-Expose-Headers': EXPOSED_HEADERS.join(','),
    },
    body: '',
  };
}
