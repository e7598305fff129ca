/** Prints the route table of the client, and the types of its methods. */

import {
  BASE_PATH,
  isRepeatable,
  publicPathOf,
  type Route,
  type RouteTable,
} from '../../../contract/routes/index.ts';
import { tokenResponse } from '../../../contract/schemas/index.ts';
import type { RouteProse } from '../../routes/index.ts';
import { type JsonSchema, jsonSchemaOf } from '../schema-of.ts';
import { literal, typeOf } from './type-of.ts';

/** The client fills in this member of a body from its state. */
const CHALLENGE_TOKEN = 'challenge_token';

/** The paths of the client's table are relative to this. */
const COMMON_PATH = `${BASE_PATH}/auth/`;

/** Prints `ROUTES`, which the client runs on. It is short because every page loads it. */
export const routeTable = (routes: RouteTable): string =>
  [
    `export const COMMON_PATH = ${literal(COMMON_PATH)};`,
    'export const ROUTES = {',
    ...Object.entries(routes).map(([name, route]) => {
      const path = publicPathOf(route).slice(COMMON_PATH.length);
      return `  ${name}: ${literal(`${route.method} ${path} ${traitsOf(name, route)}`)},`;
    }),
    '} as const;',
  ].join('\n');

/** Prints `Routes`, the input and the output of each method. */
export const routeTypes = (
  routes: RouteTable,
  prose: Readonly<Record<string, Pick<RouteProse, 'summary'>>>,
): string =>
  [
    'export interface Routes {',
    ...Object.entries(routes).flatMap(([name, route]) => [
      `  /** ${prose[name]?.summary}. \`${route.method} ${publicPathOf(route)}\` */`,
      `  ${name}: { input: ${inputOf(route)}; output: ${outputOf(route)} };`,
    ]),
    '}',
  ].join('\n');

/**
 * Returns the letters of what the client does with a route.
 * @throws {TypeError} if an input member could belong to two parts of the request.
 */
function traitsOf(name: string, route: Route): string {
  const { method, credential, body, query, parameters, success } = route;
  const inBody = body === undefined ? [] : membersOf(jsonSchemaOf(body, 'input'));
  const members = [
    ...inBody,
    ...[query, parameters].flatMap((part) =>
      part === undefined ? [] : membersOf(jsonSchemaOf(part, 'input')),
    ),
  ];
  if (new Set(members).size < members.length) {
    throw new TypeError(`${name}: body, query and parameters must have different members`);
  }
  if (body !== undefined && query !== undefined) {
    throw new TypeError(`${name}: a route with a body must not have a query`);
  }
  if (body !== undefined && (method === 'GET' || method === 'DELETE')) {
    throw new TypeError(`${name}: the client sends no body with ${method}`);
  }
  const traits = {
    p: query !== undefined || parameters !== undefined,
    j: body !== undefined,
    b: credential.includes('bearer'),
    c: inBody.includes(CHALLENGE_TOKEN),
    // The browser completes these requests although the page is left: their answer sets the cookie.
    k: credential.includes('cookie') && method !== 'GET',
    r: isRepeatable(route),
    s: success.status !== 204 && success.body === tokenResponse,
    e: route.endsSession === true,
  };
  return Object.entries(traits)
    .filter(([, applies]) => applies)
    .map(([letter]) => letter)
    .join('');
}

/** The names of the members, of all alternatives if there are several. */
const membersOf = ({ properties, anyOf, oneOf, allOf }: JsonSchema): string[] => [
  ...new Set([
    ...Object.keys(properties ?? {}),
    ...[anyOf, oneOf, allOf].flatMap((parts = []) => (parts as JsonSchema[]).flatMap(membersOf)),
  ]),
];

function inputOf({ body, query, parameters }: Route): string {
  const parts = [parameters, query, body].flatMap((part) =>
    part === undefined ? [] : typeOf(jsonSchemaOf(part, 'input'), [CHALLENGE_TOKEN]),
  );
  const [only = 'undefined', ...others] = parts;
  return others.length === 0 ? only : parts.map((part) => `(${part})`).join(' & ');
}

const outputOf = ({ success }: Route): string =>
  success.status === 204 ? 'undefined' : typeOf(jsonSchemaOf(success.body, 'output'));
