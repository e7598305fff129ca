import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { DocsSite } from '../../sandbox/web/docs.ts';
import { temporaryDirectory } from './support.ts';

const directory = temporaryDirectory();
const build = (script: string, site = join(directory, 'none')) =>
  new DocsSite({ site, command: [process.execPath, '-e', script] });

/** Resolves once the builder has said so by a file. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

test('a missing site is built in the background; meanwhile a page asks to come back', async () => {
  const docs = build('setInterval(() => {}, 1000)');
  await docs.buildIfStale();
  expect(docs.building).toBe(true);
  const answer = await docs.answer('/authentication/errors');
  expect(answer.status).toBe(503);
  expect(answer.headers).toMatchObject({
    'Retry-After': expect.any(String),
    Refresh: expect.any(String),
  });
  await docs.close();
  expect(docs.building).toBe(false);
});

test('closing ends the build and all that it began', async () => {
  const pids = join(directory, 'pids.json');
  const grandchild = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']).pid`;
  const docs = build(
    `require('node:fs').writeFileSync(${JSON.stringify(pids)}, JSON.stringify(${grandchild})); setInterval(() => {}, 1000)`,
  );
  await docs.buildIfStale();
  const { existsSync, readFileSync } = await import('node:fs');
  await until(() => existsSync(pids) && readFileSync(pids, 'utf8') !== '');
  const pid = Number(readFileSync(pids, 'utf8'));
  await docs.close();
  await until(() => isGone(pid));
});

/** A process that has ended may stay in the table until its parent has seen it. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

test('a site newer than its sources is served as it is; what it lacks is a 404', async () => {
  const site = join(directory, 'site');
  mkdirSync(join(site, 'authentication'), { recursive: true });
  writeFileSync(join(site, 'authentication/errors.html'), 'errors');
  const docs = build('process.exit(1)', site);
  await docs.buildIfStale();
  expect(docs.building).toBe(false);
  expect(String((await docs.answer('/authentication/errors')).body)).toBe('errors');
  expect((await docs.answer('/authentication/nothing')).status).toBe(404);
});

test('a builder that cannot be started does no harm', async () => {
  const docs = new DocsSite({
    site: join(directory, 'none'),
    command: [join(directory, 'no-such-program')],
  });
  await docs.buildIfStale();
  await until(() => !docs.building);
  expect((await docs.answer('/')).status).toBe(404);
});
