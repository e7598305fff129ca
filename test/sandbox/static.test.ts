import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { serveFile } from '../../sandbox/web/static.ts';
import { temporaryDirectory } from './support.ts';

const directory = temporaryDirectory();
const site = join(directory, 'site');

beforeAll(() => {
  mkdirSync(join(site, 'guide'), { recursive: true });
  mkdirSync(`${site}-private`);
  writeFileSync(join(directory, 'secret.txt'), 'secret');
  writeFileSync(`${site}-private/secret.txt`, 'secret');
  writeFileSync(join(site, 'index.html'), 'home');
  writeFileSync(join(site, 'guide/start.html'), 'start');
  writeFileSync(join(site, 'app.js'), 'script');
  symlinkSync(join(directory, 'secret.txt'), join(site, 'link.txt'));
});

test.each([
  ['/', 'home', 'text/html; charset=utf-8'],
  ['/guide/start', 'start', 'text/html; charset=utf-8'],
  ['/guide/start.html', 'start', 'text/html; charset=utf-8'],
  ['/app.js', 'script', 'text/javascript; charset=utf-8'],
])('serves %s', async (path, body, type) => {
  const response = await serveFile(site, path);
  expect(String(response?.body)).toBe(body);
  expect(response?.headers['Content-Type']).toBe(type);
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/%2e%2e%2fsecret.txt',
  '/..%5csecret.txt',
  '/guide/../../secret.txt',
  '/../site-private/secret.txt',
  '/link.txt',
  '/app.js%00.html',
  '/%',
  '/guide',
  '/nothing',
  '//etc/passwd',
])('returns undefined for %s', async (path) => {
  expect(await serveFile(site, path)).toBeUndefined();
});
