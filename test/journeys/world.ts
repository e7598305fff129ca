/** A sandbox whose time stands still, and what a person has there: devices and a mailbox. */

import { afterAll, jest } from '@jest/globals';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { mailedCode, temporaryDirectory } from '../sandbox/support.ts';
import { Device } from './device.ts';
import { readOpenApi } from './openapi.ts';

export interface Journey {
  sandbox: Sandbox;
  /** The directory of the sandbox's state, by which operators reach it. */
  stateDir: string;
  /** Creates a device with a network address of its own and without cookies. */
  newDevice(): Device;
  /** Copies the cookies and the token of a device. */
  steal(device: Device): Device;
  /** Returns the code in the last mail to an address. */
  mailedCode(to: string): Promise<string>;
  /** Lets seconds pass for everything in the sandbox. */
  pass(seconds: number): void;
}

/** Everything but the time of day goes on: connections have real time-outs. */
const NOT_FROZEN = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'requestIdleCallback',
  'cancelIdleCallback',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** Starts a sandbox that runs until the test file has finished. */
export async function startJourney(options: Partial<SandboxOptions> = {}): Promise<Journey> {
  jest.useFakeTimers({ now: Date.now(), doNotFake: [...NOT_FROZEN] });
  const stateDir = temporaryDirectory();
  const sandbox = await startSandbox({ port: 0, stateDir, quiet: true, ...options });
  afterAll(async () => {
    await sandbox.close();
    jest.useRealTimers();
  });
  const find = await readOpenApi(`${sandbox.url}/api/auth/openapi.json`);
  let addresses = 1;
  const nextAddress = () => {
    addresses += 1;
    return addresses;
  };
  return {
    sandbox,
    stateDir,
    newDevice: () => new Device(find, sandbox.url, nextAddress()),
    steal: (device) => device.copy(nextAddress()),
    async mailedCode(to) {
      const code = await mailedCode(sandbox, to);
      if (code === '') throw new Error(`no code was mailed to ${to}`);
      return code;
    },
    pass: (seconds) => jest.setSystemTime(Date.now() + seconds * 1_000),
  };
}
