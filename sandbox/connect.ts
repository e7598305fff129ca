/** How a command in another process reaches a sandbox. */

import { existsSync } from 'node:fs';
import { isInUse } from './aws/dynamo.ts';
import { startAws } from './aws/services.ts';
import { TABLE_NAMES } from './aws/tables.ts';
import { systemClock } from './clock.ts';
import { SECRET_IDS } from './environment.ts';
import {
  DEFAULT_STATE,
  openState,
  readJson,
  type State,
  stateIn,
  writeAtomically,
} from './state.ts';

/** The AWS endpoint of a sandbox, as another process needs it. */
interface AwsEndpoint {
  url: string;
  poolId: string;
}

export interface Connection extends AwsEndpoint {
  sessionsTable: string;
  keysSecrets: { tokens: string; service: string };
  close(): Promise<void>;
}

/** Writes the endpoint of a running sandbox into its state, where `connectSandbox` reads it. */
export const saveEndpoint = (state: State, endpoint: AwsEndpoint): void =>
  writeAtomically(state.endpoint, JSON.stringify(endpoint));

/**
 * Connects to the AWS endpoint of the sandbox whose state is in a directory. If that sandbox is not
 * running, starts an endpoint on its state, which stops when the connection is closed.
 * @throws {Error} if the directory has no state, or its sandbox is still starting.
 */
export async function connectSandbox(directory: string = DEFAULT_STATE): Promise<Connection> {
  const state = stateIn(directory);
  const names = {
    sessionsTable: TABLE_NAMES.sessions,
    keysSecrets: { tokens: SECRET_IDS.tokenKeys, service: SECRET_IDS.serviceKeys },
  };
  if (await isInUse(state.dynamo)) {
    const running = readJson<AwsEndpoint>(state.endpoint);
    if (running === undefined) throw new Error('The sandbox is still starting. Try again.');
    return { ...running, ...names, close: async () => {} };
  }
  if (!existsSync(state.secrets)) {
    throw new Error('There has been no sandbox yet. Start one: npm start');
  }
  const aws = await startAws(openState(state), { clock: systemClock });
  return { url: aws.url, poolId: aws.pool.id, ...names, close: () => aws.close() };
}
