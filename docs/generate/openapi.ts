import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { DOCUMENTATION_URL, type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import { SESSION } from '../../contract/limits.ts';
import {
  BASE_PATH,
  ROUTE_NAMES,
  ROUTES,
  type Route,
  type RouteName,
  refreshCookieName,
} from '../../contract/routes/index.ts';
import { ERROR_PROSE } from '../errors/index.ts';
import { examplesOn } from './examples.ts';
import { errorHeaders, successHeaders } from './openapi-headers.ts';
import { codesOn } from './reach.ts';
import { componentSchemas, refTo } from './schema-of.ts';

const { version, license } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as Record<'version' | 'license', string>;

const SECURITY = {
  none: [],
  body: [],
  cookie: [{ refreshCookie: [] }],
  bearer: [{ sessionJwt: [] }],
  'cookie-or-bearer': [{ refreshCookie: [] }, { sessionJwt: [] }, {}],
} as const satisfies Record<Route['credential'], readonly object[]>;

const SUCCESS_EXAMPLES: Partial<Record<RouteName, unknown>> = (() => {
  const token = {
    token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...',
    expiresIn: SESSION.jwtLifetime,
    refreshToken: 'Set in httpOnly cookie',
  };
  return {
    login: token,
    refresh: token,
    session: {
      user: {
        sub: 'b1f2c3d4-0000-4000-8000-000000000001',
        username: 'test',
        email: 'test@example.com',
        groups: ['editors'],
      },
      session: {
        id: 'Zm9vYmFyYmF6',
        issued_at: '2026-01-01T00:00:00Z',
        expires_at: '2026-01-31T00:00:00Z',
      },
    },
  };
})();

const ROUTE_NOTES: Readonly<Record<RouteName, string>> = {
  login:
    'The body is read as JSON whatever its Content-Type. A session that the request’s cookie names ends. 200 means “you hold a token”: a further step is an error.',
  refresh:
    'Needs the refresh cookie and no body. Each success replaces the cookie; requests that race get the same successor.',
  logout:
    'Ends the session that the cookie or the Bearer token names. Also 204 when there was none.',
  session:
    'Reads the session’s row, so that a session that was signed out or revoked is refused at once.',
  captcha: 'Each solution works once.',
};

function success(name: RouteName): object {
  const route: Route = ROUTES[name];
  const headers = successHeaders(name);
  if (route.success.status === 204) {
    return { 204: { description: 'The session has ended', headers } };
  }
  const example = SUCCESS_EXAMPLES[name];
  const content = {
    'application/json': {
      schema: refTo(route.success.body),
      ...(example !== undefined && { example }),
    },
  };
  return { 200: { description: STATUS_CODES[200], headers, content } };
}

/** A failure of one status on one route: only these codes, each with an example. */
function failure(name: RouteName, status: number, codes: readonly ErrorCode[]): object {
  const only = {
    type: 'object',
    properties: {
      error: { type: 'object', properties: { code: { enum: codes }, status: { const: status } } },
    },
  };
  const examples = codes.flatMap((code) =>
    examplesOn(name, code).map(
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
        schema: { allOf: [{ $ref: '#/components/schemas/ErrorEnvelope' }, only] },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

function failures(name: RouteName): object {
  const byStatus = Map.groupBy(codesOn(name), (code) => errorRow(code).status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, failure(name, status, codes)]),
  );
}

function operation(name: RouteName): object {
  const route: Route = ROUTES[name];
  return {
    operationId: name,
    summary: route.summary,
    description: ROUTE_NOTES[name],
    tags: ['Authentication'],
    security: SECURITY[route.credential],
    ...(route.request && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: refTo(route.request),
            example: { username: 'test@example.com', password: 'ValidPass123!' },
          },
        },
      },
    }),
    responses: { ...success(name), ...failures(name) },
  };
}

/** The OpenAPI 3.1 document of the contract. */
export function openApi(): object {
  const routes = ROUTE_NAMES.map(
    (name) =>
      [ROUTES[name].path, { [ROUTES[name].method.toLowerCase()]: operation(name) }] as const,
  );
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
    tags: [{ name: 'Authentication', description: 'Sessions: begin, renew, end, ask.' }],
    paths: Object.fromEntries(routes),
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
          name: refreshCookieName('https'),
          description: `Set by login and refresh. On the sandbox, which has no https, it is \`${refreshCookieName('http')}\`.`,
        },
      },
    },
  };
}
