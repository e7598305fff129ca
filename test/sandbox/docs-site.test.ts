/** The documentation site: built in the background, served from the last build. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { DocsSite } from '../../sandbox/web/docs.ts';
import { temporaryDirectory } from './support.ts';

const directory = temporaryDirectory();
const ENDLESS = 'setInterval(() => {}, 1000)';

/** A site whose build command runs a script in Node. */
const siteBuiltBy = (script: string, site = join(directory, 'none')) =>
  new DocsSite({ site, command: [process.execPath, '-e', script] });

/** Waits until a condition holds. The test's own time-out is the only limit. */
async function waitUntil(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('builds a missing site in the background and returns a page that reloads', async () => {
  const docs = siteBuiltBy(ENDLESS);
  await docs.buildIfStale();
  expect(docs.isBuilding).toBe(true);
  const response = await docs.serve('/authentication/errors');
  expect(response.status).toBe(503);
  expect(response.headers).toMatchObject({
    'Retry-After': expect.any(String),
    Refresh: expect.any(String),
  });
  await docs.close();
  expect(docs.isBuilding).toBe(false);
});

test('close ends the build and the processes that it has started', async () => {
  const pidFile = join(directory, 'pid.json');
  const docs = siteBuiltBy(`
    const { spawn } = require('node:child_process');
    const { writeFileSync } = require('node:fs');
    const { pid } = spawn(process.execPath, ['-e', ${JSON.stringify(ENDLESS)}]);
    writeFileSync(${JSON.stringify(pidFile)}, JSON.stringify(pid));
    ${ENDLESS};
  `);
  await docs.buildIfStale();
  await waitUntil(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
  const pid = Number(readFileSync(pidFile, 'utf8'));
  await docs.close();
  await waitUntil(() => hasEnded(pid));
});

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

test('serves a site that is newer than its sources, with 404 for a missing page', async () => {
  const site = join(directory, 'site');
  mkdirSync(join(site, 'authentication'), { recursive: true });
  writeFileSync(join(site, 'authentication/errors.html'), 'errors');
  const docs = siteBuiltBy('process.exit(1)', site);
  await docs.buildIfStale();
  expect(docs.isBuilding).toBe(false);
  expect(String((await docs.serve('/authentication/errors')).body)).toBe('errors');
  expect((await docs.serve('/authentication/nothing')).status).toBe(404);
});

test('returns 404 if the build command does not exist', async () => {
  const docs = new DocsSite({
    site: join(directory, 'none'),
    command: [join(directory, 'no-such-program')],
  });
  await docs.buildIfStale();
  await waitUntil(() => !docs.isBuilding);
  expect((await docs.serve('/')).status).toBe(404);
});
