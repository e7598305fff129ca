import { afterAll } from '@jest/globals';
import { type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { launchBrowser } from '../docs/browser.ts';
import { temporaryDirectory } from './support.ts';

/** Starts a sandbox and a browser, which both run until the test file has finished. */
export async function startSandboxAndBrowser(options: Partial<SandboxOptions> = {}) {
  const stateDir = temporaryDirectory();
  const [sandbox, browser] = await Promise.all([
    startSandbox({ port: 0, stateDir, quiet: true, ...options }),
    launchBrowser(),
  ]);
  afterAll(async () => {
    await browser.close();
    await sandbox.close();
  });
  return { sandbox, browser, stateDir };
}
