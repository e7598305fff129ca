/** What the client takes from the contract. */

import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { ERROR_CODES } from '../../contract/errors/index.ts';
import { ROUTES, type Route } from '../../contract/routes/index.ts';
import { loginRequest, tokenResponse } from '../../contract/schemas/index.ts';
import { clientContract } from '../../docs/generate/client/contract.ts';
import { typeOf } from '../../docs/generate/client/type-of.ts';
import { jsonSchemaOf } from '../../docs/generate/schema-of.ts';
import { ROUTE_PROSE } from '../../docs/routes/index.ts';
import { THIRTY_PROSE, THIRTY_ROUTES } from '../support/thirty-routes.ts';

const printed = (name: string, route: Partial<Route>, base: Route = ROUTES.login) =>
  clientContract({
    routes: { [name]: { ...base, ...route } as Route },
    prose: { [name]: { summary: 'Do it' } },
  });

const line = (text: string, start: string) =>
  text
    .split('\n')
    .map((each) => each.trim())
    .find((each) => each.startsWith(start));

test('there is a method for every route, and a type for every code', () => {
  const text = clientContract();
  for (const [name, { summary }] of Object.entries(ROUTE_PROSE)) {
    expect(text).toContain(`  /** ${summary}.`);
    expect(text).toMatch(new RegExp(`^  ${name}: \\{ input: .+; output: .+ \\};$`, 'm'));
    expect(text).toMatch(new RegExp(`^  ${name}: '[A-Z]+ .+',$`, 'm'));
  }
  for (const code of ERROR_CODES) expect(text).toMatch(new RegExp(`^  ${code}: \\{ action: `, 'm'));
});

test('thirty planted routes are taken up', () => {
  const routes = Object.fromEntries(
    Object.entries(THIRTY_ROUTES).map(([name, { body, ...route }]) => [
      name,
      ['GET', 'DELETE'].includes(route.method) || body === undefined ? route : { ...route, body },
    ]),
  );
  const text = clientContract({ routes, prose: THIRTY_PROSE });
  for (const name of Object.keys(THIRTY_ROUTES)) expect(text).toContain(`  ${name}: '`);
});

test('a route with a path parameter and a body takes both in one input', () => {
  const text = printed('rename', {
    method: 'PATCH',
    path: '/auth/passkeys/{id}',
    credential: 'bearer',
    parameters: z.object({ id: z.string() }),
    body: z.object({ name: z.optional(z.string()) }),
    success: { status: 204 },
  });
  expect(line(text, 'rename: {')).toBe(
    'rename: { input: ({ id: string }) & ({ name?: string | undefined }); output: undefined };',
  );
  expect(line(text, "rename: '")).toBe("rename: 'PATCH passkeys/{id} pjbr',");
});

test('a route that answers a challenge may leave out the token of the challenge', () => {
  const body = z.union([
    z.object({ challenge_token: z.string(), code: z.string() }),
    z.object({ challenge_token: z.string(), new_password: z.string() }),
  ]);
  const text = printed('answer', { path: '/auth/challenge', body });
  expect(line(text, 'answer: {')).toContain('challenge_token?: string | undefined; code: string');
  expect(line(text, "answer: '")).toBe("answer: 'POST challenge jcrs',");
});

describe('a route cannot be taken up', () => {
  test('if a member could belong to the path and to the body', () => {
    const parameters = z.object({ username: z.string() });
    expect(() => printed('x', { parameters, body: loginRequest })).toThrow(
      'x: body, query and parameters must have different members',
    );
  });

  test('if it is a DELETE with a body', () => {
    expect(() => printed('x', { method: 'DELETE' })).toThrow(
      'x: the client sends no body with DELETE',
    );
  });
});

describe('the type of a schema', () => {
  test.each([
    ['string', z.string()],
    ['number', z.int()],
    ['boolean', z.boolean()],
    ['string | null', z.nullable(z.string())],
    ["'a' | 'b'", z.enum(['a', 'b'])],
    ["'it\\'s'", z.literal("it's")],
    ['ReadonlyArray<number>', z.array(z.int())],
    ['Readonly<Record<string, string>>', z.record(z.string(), z.string())],
    ['Readonly<Record<string, unknown>>', z.looseObject({})],
    ['unknown', z.unknown()],
    ['{ a: string; b?: number | undefined }', z.object({ a: z.string(), b: z.optional(z.int()) })],
    ["{ 'a-b': string }", z.object({ 'a-b': z.string() })],
    ['(string | number)', z.union([z.string(), z.int()])],
  ])('%s', (expected, schema) => {
    expect(`(${typeOf(jsonSchemaOf(schema, 'input'))})`).toBe(
      `(${expected.replace(/^\(|\)$/g, '')})`,
    );
  });

  test('of the answer of login is that of the contract', () => {
    expect(typeOf(jsonSchemaOf(tokenResponse, 'output'))).toMatch(
      /^\{ token: string; expiresIn: \d+; /,
    );
  });

  test('is refused if the schema has a type that is not known', () => {
    expect(() => typeOf({ type: 'bigint' })).toThrow('{"type":"bigint"}');
  });
});
