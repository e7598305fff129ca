/** The stacks, the documents and the sandbox support thirty routes. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { DOCUMENTATION_URL } from '../../contract/errors/index.ts';
import { HTTP_FUNCTIONS, publicPathOf } from '../../contract/routes/index.ts';
import { openApi } from '../../docs/generate/openapi.ts';
import { addChordianAuth } from '../../lib/chordian-auth.ts';
import { STAGE_NAMES } from '../../lib/config/stages.ts';
import { createGateway } from '../../sandbox/gateway/gateway.ts';
import { type Listening, listen } from '../../sandbox/http-server.ts';
import { findHttpFunctions } from '../lib/service-template.ts';
import { CONTEXT, configOf, findResources, toText } from '../lib/synthesised.ts';
import { frozenClock } from '../support/clock.ts';
import {
  sampleParameters,
  samplePath,
  THIRTY_PROSE,
  THIRTY_ROUTES,
} from '../support/thirty-routes.ts';

const ROUTES = Object.entries(THIRTY_ROUTES);
const PATHS = new Set(ROUTES.map(([, { path }]) => path));

test('there are thirty routes on fewer paths', () => {
  expect(ROUTES).toHaveLength(30);
  expect(PATHS.size).toBeLessThan(30);
});

describe('synthesis', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'chordian-thirty-'));
  afterAll(() => rmSync(scratch, { recursive: true }));
  const allowedOrigins = ['https://app.example.com', 'https://admin.example.com'];

  test.each(STAGE_NAMES)(
    '%s has every route, one preflight for each path, and no finding of cdk-nag',
    (name) => {
      const outdir = join(scratch, name);
      const app = new App({ context: CONTEXT, outdir });
      const config = configOf(name, { allowedOrigins });
      const { service } = addChordianAuth(app, { name, config }, { routes: THIRTY_ROUTES });
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
      app.synth();

      const { pluginReports } = JSON.parse(
        readFileSync(join(outdir, 'validation-report.json'), 'utf8'),
      ) as { pluginReports: unknown[] };
      expect(pluginReports).toEqual([]);
      const template = Template.fromStack(service);
      const methods = listMethods(template);
      expect(methods.filter((method) => !method.startsWith('OPTIONS')).toSorted()).toEqual(
        ROUTES.map(([, { method, path }]) => `${method} ${path}`).toSorted(),
      );
      expect(methods.filter((method) => method.startsWith('OPTIONS')).toSorted()).toEqual(
        [...PATHS].map((path) => `OPTIONS ${path}`).toSorted(),
      );
      expect(new Set(findHttpFunctions(template).map((fn) => fn.name))).toEqual(
        new Set(ROUTES.map(([, route]) => route.function)),
      );
    },
  );

  /** Lists the methods with their complete paths. */
  function listMethods(template: Template): string[] {
    const tree = findResources(template, 'AWS::ApiGateway::Resource');
    const pathOf = (reference: unknown): string => {
      const id = /^\$\{(\w+)\}$/.exec(toText(reference))?.[1] ?? '';
      const properties = tree[id]?.Properties;
      return properties ? `${pathOf(properties.ParentId)}/${properties.PathPart}` : '';
    };
    return Object.values(findResources(template, 'AWS::ApiGateway::Method')).map(
      ({ Properties }) => `${Properties.HttpMethod} ${pathOf(Properties.ResourceId)}`,
    );
  }
});

describe('OpenAPI', () => {
  const { paths } = openApi({ routes: THIRTY_ROUTES, prose: THIRTY_PROSE }) as {
    paths: Record<string, Record<string, { operationId: string; parameters?: { name: string }[] }>>;
  };

  test('lists each operation under its path and method', () => {
    const listed = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { operationId }]) => [operationId, method, path]),
    );
    expect(listed.toSorted()).toEqual(
      ROUTES.map(([name, { method, path }]) => [name, method.toLowerCase(), path]).toSorted(),
    );
  });

  test('describes the path parameters', () => {
    const names = paths['/auth/sessions/{id}/notes/{note}']?.get?.parameters?.map(
      ({ name }) => name,
    );
    expect(names).toEqual(['id', 'note', 'limit']);
  });

  test('throws if two routes have the same method and path', () => {
    const [[, route] = []] = ROUTES;
    const routes = { ...THIRTY_ROUTES, twice: route as (typeof THIRTY_ROUTES)[string] };
    const prose = { ...THIRTY_PROSE, twice: { summary: '', notes: '', setsCookie: false } };
    expect(() => openApi({ routes, prose })).toThrow(
      'twice: another route is POST /auth/login already',
    );
  });
});

describe('the sandbox', () => {
  let server: Listening;
  let received: Pick<APIGatewayProxyEvent, 'resource' | 'pathParameters'> & { served: string };

  beforeAll(async () => {
    const handlers = Object.fromEntries(
      HTTP_FUNCTIONS.map((name) => [
        name,
        async (event: APIGatewayProxyEvent) => {
          received = {
            served: name,
            resource: event.resource,
            pathParameters: event.pathParameters,
          };
          return { statusCode: 200, body: '{}' };
        },
      ]),
    );
    server = await listen(
      0,
      createGateway({
        handlers,
        routes: THIRTY_ROUTES,
        documentationUrl: DOCUMENTATION_URL,
        clock: frozenClock(),
        allowedOrigins: ['https://app.example.com'],
      }),
    );
  });
  afterAll(() => server.close());

  const send = (method: string, path: string) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, {
      method,
      headers: { Origin: 'https://app.example.com' },
    });

  test.each(ROUTES)('sends %s to its function with its path parameters', async (_, route) => {
    const response = await send(route.method, samplePath(publicPathOf(route)));
    expect(response.status).toBe(200);
    expect(received).toEqual({
      served: route.function,
      resource: route.path,
      pathParameters: sampleParameters(route.path),
    });
  });

  test.each([...PATHS])('allows all methods of %s in one preflight', async (path) => {
    const response = await send('OPTIONS', samplePath(publicPathOf({ path })));
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')?.split(',').toSorted()).toEqual(
      ROUTES.flatMap(([, route]) => (route.path === path ? [route.method] : [])).toSorted(),
    );
  });

  test('prefers a literal segment to a parameter', async () => {
    await send('POST', '/api/auth/passkeys/registration');
    expect(received.resource).toBe('/auth/passkeys/registration');
    expect((await send('DELETE', '/api/auth/passkeys/registration')).status).toBe(404);
  });

  test('returns 404 for an empty parameter', async () => {
    expect((await send('DELETE', '/api/auth/sessions/')).status).toBe(404);
  });
});
