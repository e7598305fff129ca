import { existsSync } from 'node:fs';
import { isInUse } from './aws/dynamo.ts';
import { startAws } from './aws/services.ts';
import { TABLE_NAMES } from './aws/tables.ts';
import { systemClock } from './clock.ts';
import { openState, readJson, type State, stateIn, writeAtomically } from './state.ts';

/** What another process needs to reach the AWS endpoint of a sandbox. */
interface Whereabouts {
  url: string;
  poolId: string;
}

export interface Connection extends Whereabouts {
  sessionsTable: string;
  close(): Promise<void>;
}

/** Leaves word of a running sandbox in its state. */
export const leaveWord = (state: State, whereabouts: Whereabouts): void =>
  writeAtomically(state.whereabouts, JSON.stringify(whereabouts));

/**
 * The AWS endpoint of the sandbox that uses a directory; if none is running, one for as long as the
 * connection lasts.
 */
export async function connectSandbox(directory: string): Promise<Connection> {
  const state = stateIn(directory);
  const sessionsTable = TABLE_NAMES.sessions;
  if (await isInUse(state.dynamo)) {
    const running = readJson<Whereabouts>(state.whereabouts);
    if (running === undefined) throw new Error('The sandbox is still starting. Try again.');
    return { ...running, sessionsTable, close: async () => {} };
  }
  if (!existsSync(state.secrets)) {
    throw new Error('There has been no sandbox yet. Start one: npm start');
  }
  const aws = await startAws(openState(state), systemClock);
  return { url: aws.url, poolId: aws.pool.id, sessionsTable, close: () => aws.close() };
}
