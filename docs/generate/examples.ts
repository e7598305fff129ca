import { type Envelope, type ErrorOptions, envelopeOf } from '../../contract/envelope.ts';
import { type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import { ROUTE_NAMES, type RouteName, routeOf } from '../../contract/routes/index.ts';
import { ERROR_PROSE } from '../errors/index.ts';

export interface Example {
  /** `INVALID_TOKEN`; `INVALID_TOKEN.signature` for a named cause, or that of one route. */
  name: string;
  code: ErrorCode;
  /** The named cause. */
  variant?: string;
  /** The route whose label is in the text. */
  route?: RouteName;
  envelope: Envelope;
}

/** The id that the published page shows. */
const REQUEST_ID = 'req_abc123def456';

/** One answer, as a client would meet it. */
export function exampleOf(
  code: ErrorCode,
  {
    variant,
    route,
    requestId = REQUEST_ID,
  }: { variant?: string; route?: RouteName; requestId?: string } = {},
): Example {
  const fixed = variant === undefined ? undefined : errorRow(code).variants?.[variant]?.details;
  const options = { variant, details: { ...ERROR_PROSE[code].example, ...fixed } } as ErrorOptions;
  const envelope = envelopeOf(code, options, {
    requestId,
    ...(route !== undefined && { label: routeOf(route).label }),
  });
  return {
    name: [code, variant, route].filter((part) => part !== undefined).join('.'),
    code,
    ...(variant !== undefined && { variant }),
    ...(route !== undefined && { route }),
    envelope,
  };
}

/** Every answer of a code: the row's own text, its named causes, and the text of each route. */
export const examplesOf = (code: ErrorCode): Example[] => [
  exampleOf(code),
  ...Object.keys(errorRow(code).variants ?? {}).map((variant) => exampleOf(code, { variant })),
  ...(hasLabel(code) ? ROUTE_NAMES.map((route) => exampleOf(code, { route })) : []),
];

const hasLabel = (code: ErrorCode): boolean => errorRow(code).message.includes('{label}');

/** The answers of a code that this route can give. */
export const examplesOn = (route: RouteName, code: ErrorCode): Example[] =>
  examplesOf(code).filter((example) => isPossible(route, example));

function isPossible(name: RouteName, { code, variant, route }: Example): boolean {
  const { request, credential } = routeOf(name);
  if (route !== undefined) return route === name;
  // The row's own example of BAD_REQUEST names a body field.
  if (variant === undefined) return code !== 'BAD_REQUEST' || request !== undefined;
  return variant !== 'missing_cookie' || credential === 'cookie';
}
