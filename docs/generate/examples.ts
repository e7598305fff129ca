import { type Envelope, type ErrorOptions, envelopeOf } from '../../contract/envelope.ts';
import { type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import { ROUTES, type Route } from '../../contract/routes/index.ts';

export interface Example {
  /** `INVALID_TOKEN`, or `INVALID_TOKEN.signature` for a named cause. */
  name: string;
  code: ErrorCode;
  variant?: string;
  envelope: Envelope;
}

/** The id that the published page shows. */
const REQUEST_ID = 'req_abc123def456';

/** One answer, as a client would meet it. */
export function exampleOf(
  code: ErrorCode,
  variant?: string,
  requestId: string = REQUEST_ID,
): Example {
  const row = errorRow(code);
  const fixed = variant === undefined ? undefined : row.variants?.[variant]?.details;
  const options = { variant, details: { ...row.example, ...fixed } } as ErrorOptions;
  const envelope = envelopeOf(code, options, { requestId });
  return variant === undefined
    ? { name: code, code, envelope }
    : { name: `${code}.${variant}`, code, variant, envelope };
}

/** Every answer of a code: the row's own text, then its named causes. */
export const examplesOf = (code: ErrorCode): Example[] => [
  exampleOf(code),
  ...Object.keys(errorRow(code).variants ?? {}).map((variant) => exampleOf(code, variant)),
];

/** The answers of a code that this route can give. */
export const examplesOn = (name: string, route: Route, code: ErrorCode): Example[] =>
  examplesOf(code).filter(({ variant }) => isPossible(name, route, code, variant));

function isPossible(
  name: string,
  route: Route,
  code: ErrorCode,
  variant: string | undefined,
): boolean {
  // The row's own example of BAD_REQUEST names a body field.
  if (variant === undefined) return code !== 'BAD_REQUEST' || route.body !== undefined;
  if (variant in ROUTES) return variant === name;
  return variant !== 'missing_cookie' || route.credential === 'cookie';
}
