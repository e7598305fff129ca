import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Context } from 'cognito-local/lib/services/context.js';
import { jsonStores } from '../../sandbox/cognito/json-store.ts';
import { temporaryDirectory } from './support.ts';

const context = {} as Context;
const directory = temporaryDirectory();
const open = (id: string) => jsonStores(directory).create(context, id, { Users: {} });

test('what was set is there after a restart, dates as dates', async () => {
  const user = { Name: 'a', UserCreateDate: new Date(0) };
  await (await open('kept')).set(context, ['Users', 'a'], user);
  expect(await (await open('kept')).get(context, ['Users', 'a'])).toEqual(user);
});

test('a value is a copy: changing it changes nothing', async () => {
  const store = await open('copies');
  await store.set(context, ['Users', 'a'], { tokens: ['1'] });
  (await store.get<{ tokens: string[] }>(context, ['Users', 'a']))?.tokens.push('2');
  expect(await store.get(context, ['Users', 'a'])).toEqual({ tokens: ['1'] });
});

test('a user may be called like a member of every object', async () => {
  const store = await open('names');
  expect(await store.get(context, ['Users', 'constructor'])).toBeNull();
  expect(await store.get(context, ['Users', '__proto__'])).toBeNull();
});

test('a deleted value is gone', async () => {
  const store = await open('deleted');
  await store.set(context, ['Users', 'a'], 1);
  await store.delete(context, ['Users', 'a']);
  expect(await store.getRoot(context)).toEqual({ Users: {} });
});

test('a file is replaced as a whole, whatever an interrupted write has left', async () => {
  const store = await open('whole');
  await store.set(context, ['Users', 'a'], 1);
  writeFileSync(join(directory, 'whole.json.tmp'), '{"Users":');
  expect(await (await open('whole')).get(context, ['Users', 'a'])).toBe(1);
  expect(JSON.parse(readFileSync(join(directory, 'whole.json'), 'utf8'))).toEqual({
    Users: { a: 1 },
  });
  expect(readdirSync(directory)).not.toContain('whole.json.tmp');
});

test('a damaged file is named, with the way out', async () => {
  writeFileSync(join(directory, 'damaged.json'), '{"Users":');
  await expect(open('damaged')).rejects.toThrow(/damaged\.json is damaged .*npm start -- --fresh/);
});
