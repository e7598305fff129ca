import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ERROR_CODES, ERRORS, errorRow } from '../../contract/errors/index.ts';
import { REQUEST, SESSION } from '../../contract/limits.ts';
import { COMMON_CODES, ROUTE_NAMES, ROUTES } from '../../contract/routes/index.ts';
import { duration } from '../../docs/.vitepress/facts.ts';
import { DETAILS } from '../../docs/errors/details.ts';
import { ERROR_PROSE } from '../../docs/errors/index.ts';
import { STATUSES } from '../../docs/errors/statuses.ts';
import { examplesOf, examplesOn } from '../../docs/generate/examples.ts';
import { generatedFiles } from '../../docs/generate/files.ts';
import { findGaps } from '../../docs/generate/gaps.ts';
import { openApi } from '../../docs/generate/openapi.ts';
import { codesOn } from '../../docs/generate/reach.ts';
import { settingsIn } from '../../docs/generate/stage-settings.ts';
import { ROUTE_PROSE } from '../../docs/routes/index.ts';

const committed = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test.each(Object.keys(generatedFiles()))('%s is what npm run docs:generate writes', (path) => {
  expect(committed(path)).toBe(generatedFiles()[path]);
});

/** The tables from which the documentation is generated. */
const TABLES = {
  errors: ERRORS,
  errorProse: ERROR_PROSE,
  routes: ROUTES,
  routeProse: ROUTE_PROSE,
  commonCodes: COMMON_CODES,
};

test('there are no gaps in the documentation', () => {
  expect(findGaps(TABLES)).toEqual([]);
});

test('a row without a message is a gap', () => {
  const errors = { ...ERRORS, INVALID_TOKEN: { ...errorRow('INVALID_TOKEN'), message: '' } };
  expect(findGaps({ ...TABLES, errors })).toEqual(['INVALID_TOKEN has no message']);
});

test.each(['description', 'causes', 'solution'] as const)(
  'a row without a %s is a gap',
  (member) => {
    const complete = ERROR_PROSE.INVALID_TOKEN;
    const partial = { ...complete, [member]: Array.isArray(complete[member]) ? [] : '' };
    const errorProse = { ...ERROR_PROSE, INVALID_TOKEN: partial };
    expect(findGaps({ ...TABLES, errorProse })).toEqual([`INVALID_TOKEN has no ${member}`]);
  },
);

test.each(ERROR_CODES.filter((code) => !errorRow(code).gateway))(
  '%s is a gap if no route returns it',
  (code) => {
    const withoutCode = (codes: readonly string[]) =>
      codes.filter((name) => name !== code) as typeof codes as never;
    const routes = Object.fromEntries(
      Object.entries(ROUTES).map(([name, route]) => [
        name,
        { ...route, codes: withoutCode(route.codes) },
      ]),
    );
    expect(findGaps({ ...TABLES, routes, commonCodes: withoutCode(COMMON_CODES) })).toEqual([
      `${code} is answered by no route and no gateway response`,
    ]);
  },
);

test('a code without a row and a route without a summary are gaps', () => {
  const routes = { login: { codes: ['INVALID_CREDENTIALS' as const] } };
  const routeProse = { login: { summary: '' } };
  expect(findGaps({ errors: {}, errorProse: {}, routes, routeProse, commonCodes: [] })).toEqual([
    'login has no summary',
    'INVALID_CREDENTIALS is answered but has no row',
  ]);
});

test('every status has a section', () => {
  const statuses = new Set(ERROR_CODES.map((code) => errorRow(code).status));
  expect(Object.keys(STATUSES).map(Number)).toEqual([...statuses]);
});

test('every member of details that an error can have is described', () => {
  const members = new Set(
    ERROR_CODES.flatMap((code) => examplesOf(code)).flatMap(({ envelope }) =>
      Object.keys(envelope.error.details),
    ),
  );
  expect([...members].filter((member) => !(member in DETAILS))).toEqual([]);
});

test('the numbers in the prose are those of the limits', () => {
  expect(ERROR_PROSE.TOKEN_EXPIRED.causes.join()).toContain(duration(SESSION.jwtLifetime));
  expect(ERROR_PROSE.PAYLOAD_TOO_LARGE.causes.join()).toContain(`${REQUEST.bodyBytes / 1024} KiB`);
});

test('settingsIn reads members with their comments, and throws if the interface is missing', () => {
  const source =
    'export interface A {\n  /** One. */\n  b: 1;\n  c?: { d: 2 };\n  /**\n   * Two\n   * lines.\n   */\n  e: 3;\n}\n';
  expect(settingsIn(source, 'A')).toEqual([
    { members: ['b', 'c'], comment: 'One.' },
    { members: ['e'], comment: 'Two lines.' },
  ]);
  expect(() => settingsIn(source, 'B')).toThrow('B');
});

interface OpenApiDocument {
  paths: Record<
    string,
    Record<
      string,
      { responses: Record<string, { content?: { 'application/json': { examples?: object } } }> }
    >
  >;
}

const document = JSON.parse(committed('docs/public/openapi.json')) as OpenApiDocument;

test.each(ROUTE_NAMES.flatMap((route) => codesOn(ROUTES[route]).map((code) => ({ route, code }))))(
  'openapi.json has the examples of $code for $route',
  ({ route, code }) => {
    const { path, method } = ROUTES[route];
    const response = document.paths[path]?.[method.toLowerCase()]?.responses[errorRow(code).status];
    const shown = Object.keys(response?.content?.['application/json'].examples ?? {}).filter(
      (name) => name.split('.')[0] === code,
    );
    expect(shown).toEqual(examplesOn(route, ROUTES[route], code).map(({ name }) => name));
    expect(shown).not.toHaveLength(0);
  },
);

test.each(ROUTE_NAMES)('openapi.json has exactly the codes of %s', (route) => {
  const { path, method } = ROUTES[route];
  const responses = Object.values(document.paths[path]?.[method.toLowerCase()]?.responses ?? {});
  const examples = responses.flatMap(({ content }) =>
    Object.keys(content?.['application/json'].examples ?? {}),
  );
  const codes = new Set(examples.map((name) => name.split('.')[0]));
  expect([...codes].sort()).toEqual([...codesOn(ROUTES[route])].sort());
});

test('openApi is deterministic', () => {
  expect(JSON.stringify(openApi())).toBe(JSON.stringify(openApi()));
});
