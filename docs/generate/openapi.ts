import { STATUS_CODES } from 'node:http';
import { cookieName } from '../../contract/cookies.ts';
import { DOCUMENTATION_URL, type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import {
  AREAS,
  BASE_PATH,
  cacheControlOf,
  ROUTES,
  type Route,
  type RouteTable,
} from '../../contract/routes/index.ts';
import { ERROR_PROSE } from '../errors/index.ts';
import { AREA_PROSE, ROUTE_PROSE, type RouteProse } from '../routes/index.ts';
import { examplesOn } from './examples.ts';
import { errorHeaders, successHeaders } from './openapi-headers.ts';
import { codesOn } from './reach.ts';
import { readJson } from './repository-files.ts';
import { componentSchemas, jsonSchemaOf, refTo } from './schema-of.ts';

const { version, license } = readJson<Record<'version' | 'license', string>>('package.json');

const SECURITY = {
  none: [],
  body: [],
  cookie: [{ refreshCookie: [] }],
  bearer: [{ sessionJwt: [] }],
  'bearer-else-cookie': [{ sessionJwt: [] }, { refreshCookie: [] }],
  'cookie-or-bearer': [{ refreshCookie: [] }, { sessionJwt: [] }, {}],
} as const satisfies Record<Route['credential'], readonly object[]>;

/** The routes to describe, and their prose: those of the contract, or those of a test. */
export interface DocumentedRoutes {
  routes: RouteTable;
  prose: Readonly<Record<string, RouteProse>>;
}

function success(route: Route, prose: RouteProse): object {
  const { success: response } = route;
  const headers = successHeaders(prose.setsCookie, cacheControlOf(route));
  const description = prose.success ?? STATUS_CODES[response.status];
  if (response.status === 204) return { 204: { description, headers } };
  const content = {
    'application/json': {
      schema: refTo(response.body),
      ...(prose.response !== undefined && { example: prose.response }),
    },
  };
  return {
    [response.status]: { description, headers, content },
    ...(response.mayBeEmpty && { 204: { description: STATUS_CODES[204], headers } }),
  };
}

/** Builds the response of one status on one route, with its codes and an example of each. */
function failure(name: string, route: Route, status: number, codes: readonly ErrorCode[]): object {
  const codesSchema = {
    type: 'object',
    properties: {
      error: { type: 'object', properties: { code: { enum: codes }, status: { const: status } } },
    },
  };
  const examples = codes.flatMap((code) =>
    examplesOn(name, route, code).map(
      (example) =>
        [
          example.name,
          { summary: example.envelope.error.message, value: example.envelope },
        ] as const,
    ),
  );
  return {
    description: codes.map((code) => `\`${code}\`: ${ERROR_PROSE[code].description}`).join('; '),
    headers: errorHeaders(codes),
    content: {
      'application/json': {
        schema: { allOf: [{ $ref: '#/components/schemas/ErrorEnvelope' }, codesSchema] },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

function failures(name: string, route: Route): object {
  const byStatus = Map.groupBy(codesOn(route), (code) => errorRow(code).status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, failure(name, route, status, codes)]),
  );
}

/** Lists the path and query parameters, each with its schema. */
function listParameters({ path, parameters, query }: Route): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const propertiesOf = (schema: Route['query']) =>
    (schema ? jsonSchemaOf(schema, 'input') : {}) as {
      properties?: Record<string, object>;
      required?: string[];
    };
  const ofPath = propertiesOf(parameters).properties ?? {};
  const ofQuery = propertiesOf(query);
  return [
    ...inPath.map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: ofPath[name] ?? { type: 'string' },
    })),
    ...Object.entries(ofQuery.properties ?? {}).map(([name, schema]) => ({
      name,
      in: 'query',
      required: ofQuery.required?.includes(name) ?? false,
      schema,
    })),
  ];
}

function operation(name: string, route: Route, prose: RouteProse): object {
  const parameters = listParameters(route);
  return {
    operationId: name,
    summary: prose.summary,
    description: prose.notes,
    tags: [AREA_PROSE[route.area].title],
    security: SECURITY[route.credential],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: refTo(route.body),
            ...(prose.body && { example: prose.body }),
          },
        },
      },
    }),
    responses: { ...success(route, prose), ...failures(name, route) },
  };
}

/**
 * Builds the operations by path and method.
 * @throws {TypeError} if two routes have the same method and path, or a route has no prose.
 */
function pathItems({ routes, prose }: DocumentedRoutes): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, route] of Object.entries(routes)) {
    const item = paths[route.path] ?? {};
    paths[route.path] = item;
    const method = route.method.toLowerCase();
    if (method in item) {
      throw new TypeError(`${name}: another route is ${route.method} ${route.path} already`);
    }
    const own = prose[name];
    if (own === undefined) throw new TypeError(`${name} has no prose in docs/routes/`);
    item[method] = operation(name, route, own);
  }
  return paths;
}

/** Builds the OpenAPI 3.1 document of the contract. */
export function openApi(
  documented: DocumentedRoutes = { routes: ROUTES, prose: ROUTE_PROSE },
): object {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Chordian Auth',
      version,
      description: [
        'Sign-in with Amazon Cognito behind it. Every failure is one envelope, and `details.action` says what to do next.',
        `Every code is explained at ${DOCUMENTATION_URL}. A path or method that does not exist is a 404 \`NOT_FOUND\` in the same envelope.`,
      ].join('\n\n'),
      license: { name: license, identifier: license },
    },
    externalDocs: { description: 'Authentication errors', url: DOCUMENTATION_URL },
    servers: [{ url: BASE_PATH, description: 'The origin that serves the page' }],
    tags: AREAS.map((area) => ({
      name: AREA_PROSE[area].title,
      description: AREA_PROSE[area].description,
    })),
    paths: pathItems(documented),
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        sessionJwt: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The `token` of login or refresh.',
        },
        refreshCookie: {
          type: 'apiKey',
          in: 'cookie',
          name: cookieName('refresh', 'https'),
          description: `Set by login and refresh. On the sandbox, which has no https, it is \`${cookieName('refresh', 'http')}\`.`,
        },
      },
    },
  };
}
