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
    description: 'The refresh cookie: `HttpOnly`, `SameSite=Strict`, `Path=/`.',
    schema: { type: 'string' },
  },
} as const;

type HeaderName = keyof typeof SCHEMAS;

const entry = (name: HeaderName, required: boolean): [string, object] => [
  name,
  { ...SCHEMAS[name], ...(required && { required }) },
];

export const successHeaders = (setsCookie: boolean): Record<string, object> =>
  Object.fromEntries([
    entry('X-Request-Id', true),
    entry('Cache-Control', true),
    ...(setsCookie ? [entry('Set-Cookie', true)] : []),
  ]);

/** Headers of a status: required where each of its codes brings them, optional where some do. */
export function errorHeaders(codes: readonly ErrorCode[]): Record<string, object> {
  const rows = codes.map(errorRow);
  const brought = (name: HeaderName, has: readonly boolean[]): [string, object][] =>
    has.includes(true) ? [entry(name, !has.includes(false))] : [];
  return Object.fromEntries([
    // A firewall's own answer has fixed headers, and its rate rule answers with this code.
    entry('X-Request-Id', !codes.includes('TOO_MANY_REQUESTS')),
    entry('Cache-Control', true),
    ...brought(
      'Retry-After',
      rows.map(({ retryAfter }) => retryAfter !== undefined),
    ),
    ...brought(
      REMAPPED_CHALLENGE_HEADER,
      rows.map(({ challenge }) => challenge !== undefined),
    ),
    ...brought(
      'Set-Cookie',
      rows.map(({ clearsCookie }) => clearsCookie === true),
    ),
  ]);
}
