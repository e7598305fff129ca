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

/** The tables that the documentation is made of. */
const TABLES = {
  errors: ERRORS,
  errorProse: ERROR_PROSE,
  routes: ROUTES,
  routeProse: ROUTE_PROSE,
  commonCodes: COMMON_CODES,
};

test('every row and route has its prose, and every code is answered by someone', () => {
  expect(findGaps(TABLES)).toEqual([]);
});

test('a row without its message is named', () => {
  const errors = { ...ERRORS, INVALID_TOKEN: { ...errorRow('INVALID_TOKEN'), message: '' } };
  expect(findGaps({ ...TABLES, errors })).toEqual(['INVALID_TOKEN has no message']);
});

test.each(['description', 'causes', 'solution'] as const)(
  'a row without its %s is named',
  (member) => {
    const whole = ERROR_PROSE.INVALID_TOKEN;
    const partial = { ...whole, [member]: Array.isArray(whole[member]) ? [] : '' };
    const errorProse = { ...ERROR_PROSE, INVALID_TOKEN: partial };
    expect(findGaps({ ...TABLES, errorProse })).toEqual([`INVALID_TOKEN has no ${member}`]);
  },
);

test.each(ERROR_CODES.filter((code) => !errorRow(code).gateway))(
  '%s is missed when the routes stop answering it',
  (code) => {
    const without = (codes: readonly string[]) =>
      codes.filter((name) => name !== code) as typeof codes as never;
    const routes = Object.fromEntries(
      Object.entries(ROUTES).map(([name, route]) => [
        name,
        { ...route, codes: without(route.codes) },
      ]),
    );
    expect(findGaps({ ...TABLES, routes, commonCodes: without(COMMON_CODES) })).toEqual([
      `${code} is answered by no route and no gateway response`,
    ]);
  },
);

test('a code without a row is named, and a route without a summary', () => {
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

test('every member of details that an answer can have is described', () => {
  const members = new Set(
    ERROR_CODES.flatMap((code) => examplesOf(code)).flatMap(({ envelope }) =>
      Object.keys(envelope.error.details),
    ),
  );
  expect([...members].filter((member) => !(member in DETAILS))).toEqual([]);
});

test('numbers in the prose of the table are the limits', () => {
  expect(ERROR_PROSE.TOKEN_EXPIRED.causes.join()).toContain(duration(SESSION.jwtLifetime));
  expect(ERROR_PROSE.PAYLOAD_TOO_LARGE.causes.join()).toContain(`${REQUEST.bodyBytes / 1024} KiB`);
});

test('settings are read with their comments, and an interface that has gone is an error', () => {
  const source =
    'export interface A {\n  /** One. */\n  b: 1;\n  c?: { d: 2 };\n  /**\n   * Two\n   * lines.\n   */\n  e: 3;\n}\n';
  expect(settingsIn(source, 'A')).toEqual([
    { members: ['b', 'c'], comment: 'One.' },
    { members: ['e'], comment: 'Two lines.' },
  ]);
  expect(() => settingsIn(source, 'B')).toThrow('B');
});

interface Described {
  paths: Record<
    string,
    Record<
      string,
      { responses: Record<string, { content?: { 'application/json': { examples?: object } } }> }
    >
  >;
}

const described = JSON.parse(committed('docs/public/openapi.json')) as Described;

test.each(ROUTE_NAMES.flatMap((route) => codesOn(ROUTES[route]).map((code) => ({ route, code }))))(
  'openapi.json shows $route answering $code',
  ({ route, code }) => {
    const { path, method } = ROUTES[route];
    const response =
      described.paths[path]?.[method.toLowerCase()]?.responses[errorRow(code).status];
    const shown = Object.keys(response?.content?.['application/json'].examples ?? {}).filter(
      (name) => name.split('.')[0] === code,
    );
    expect(shown).toEqual(examplesOn(route, ROUTES[route], code).map(({ name }) => name));
    expect(shown).not.toHaveLength(0);
  },
);

test.each(ROUTE_NAMES)('openapi.json has no code for %s that its route has lost', (route) => {
  const { path, method } = ROUTES[route];
  const responses = Object.values(described.paths[path]?.[method.toLowerCase()]?.responses ?? {});
  const examples = responses.flatMap(({ content }) =>
    Object.keys(content?.['application/json'].examples ?? {}),
  );
  const codes = new Set(examples.map((name) => name.split('.')[0]));
  expect([...codes].sort()).toEqual([...codesOn(ROUTES[route])].sort());
});

test('the document is the same every time', () => {
  expect(JSON.stringify(openApi())).toBe(JSON.stringify(openApi()));
});
