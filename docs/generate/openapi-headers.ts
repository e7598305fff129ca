import { REMAPPED_CHALLENGE_HEADER } from '../../contract/envelope.ts';
import { type ErrorCode, errorRow } from '../../contract/errors/index.ts';

const SCHEMAS = {
  'X-Request-Id': {
    description: 'Identifies the request; quote it to support.',
    schema: { type: 'string' },
  },
  'Cache-Control': {
    description: 'Nothing here may be stored.',
    schema: { type: 'string', const: 'no-store' },
  },
  'Retry-After': {
    description: 'Seconds to wait before a retry can work.',
    schema: { type: 'integer', minimum: 0 },
  },
  [REMAPPED_CHALLENGE_HEADER]: {
    description:
      'The `WWW-Authenticate` challenge (RFC 6750), under the name that an API Gateway REST API gives it.',
    schema: { type: 'string' },
  },
  'Set-Cookie': {
    description: 'A cookie: `HttpOnly`, `SameSite=Strict`, `Path=/`.',
    schema: { type: 'string' },
  },
} as const;

type HeaderName = keyof typeof SCHEMAS;

const headerEntry = (name: HeaderName, required: boolean): [string, object] => [
  name,
  { ...SCHEMAS[name], ...(required && { required }) },
];

export const successHeaders = (setsCookie: boolean, cacheControl: string): Record<string, object> =>
  Object.fromEntries([
    headerEntry('X-Request-Id', true),
    cacheControl === 'no-store'
      ? headerEntry('Cache-Control', true)
      : [
          'Cache-Control',
          {
            description: 'How long the answer may be cached.',
            schema: { type: 'string', const: cacheControl },
            required: true,
          },
        ],
    ...(setsCookie ? [headerEntry('Set-Cookie', true)] : []),
  ]);

/** Returns the headers of a status. A header is required if all of its codes have it. */
export function errorHeaders(codes: readonly ErrorCode[]): Record<string, object> {
  const rows = codes.map(errorRow);
  const optionalEntry = (name: HeaderName, has: readonly boolean[]): [string, object][] =>
    has.includes(true) ? [headerEntry(name, !has.includes(false))] : [];
  return Object.fromEntries([
    // A response of AWS WAF has static headers, and its rate rule responds with this code.
    headerEntry('X-Request-Id', !codes.includes('TOO_MANY_REQUESTS')),
    headerEntry('Cache-Control', true),
    ...optionalEntry(
      'Retry-After',
      rows.map(({ retryAfter }) => retryAfter !== undefined),
    ),
    ...optionalEntry(
      REMAPPED_CHALLENGE_HEADER,
      rows.map(({ challenge }) => challenge !== undefined),
    ),
    ...optionalEntry(
      'Set-Cookie',
      rows.map(({ clearsCookie, setsCookie }) => clearsCookie === true || setsCookie !== undefined),
    ),
  ]);
}
