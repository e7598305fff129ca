import { buildEnvelope, type Envelope, type ErrorOptions } from '../../contract/envelope.ts';
import { type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import { ROUTE_NAMES, type Route, type RouteName, routeOf } from '../../contract/routes/index.ts';
import { ERROR_PROSE } from '../errors/index.ts';

export interface Example {
  /** The code, followed by its named cause or route: `INVALID_TOKEN.signature`. */
  name: string;
  code: ErrorCode;
  /** The named cause. */
  variant?: string;
  /** The name of the route whose label is in the text. */
  route?: string;
  envelope: Envelope;
}

/** The ID in the examples of the published page. */
const REQUEST_ID = 'req_abc123def456';

/** Builds an example of an error response. */
export function exampleOf(
  code: ErrorCode,
  {
    variant,
    route,
    requestId = REQUEST_ID,
  }: { variant?: string; route?: Labelled; requestId?: string } = {},
): Example {
  // The members of the prose belong to the row's own text. A variant has only those of its row.
  const details = variant === undefined ? ERROR_PROSE[code].example : undefined;
  const options = { variant, details } as ErrorOptions;
  const envelope = buildEnvelope(code, options, {
    requestId,
    ...(route !== undefined && { label: route.label }),
  });
  return {
    name: [code, variant, route?.name].filter((part) => part !== undefined).join('.'),
    code,
    ...(variant !== undefined && { variant }),
    ...(route !== undefined && { route: route.name }),
    envelope,
  };
}

/** The name of a route, and its label in messages. */
type Labelled = Pick<Route, 'label'> & { name: string };

export const labelled = (name: RouteName): Labelled => ({ name, label: routeOf(name).label });

/** Builds the examples of a code: one for the row, each named cause and each route's label. */
export const examplesOf = (
  code: ErrorCode,
  routes: readonly Labelled[] = ROUTE_NAMES.map(labelled),
): Example[] => [
  exampleOf(code),
  ...Object.keys(errorRow(code).variants ?? {}).map((variant) => exampleOf(code, { variant })),
  ...(hasLabel(code) ? routes.map((route) => exampleOf(code, { route })) : []),
];

const hasLabel = (code: ErrorCode): boolean => errorRow(code).message.includes('{label}');

/** Builds the examples of a code that this route can return. */
export const examplesOn = (name: string, route: Route, code: ErrorCode): Example[] => [
  ...examplesOf(code, []).filter((example) => isPossible(route, example)),
  ...(hasLabel(code) ? [exampleOf(code, { route: { name, label: route.label } })] : []),
];

function isPossible({ body, credential }: Route, { code, variant }: Example): boolean {
  // The example of the row BAD_REQUEST names a field of the body.
  if (variant === undefined) return code !== 'BAD_REQUEST' || body !== undefined;
  return variant !== 'missing_cookie' || credential === 'cookie';
}
