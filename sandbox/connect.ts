/** How a command in another process reaches a sandbox. */

import { existsSync } from 'node:fs';
import type { TokenAlgorithm } from '../contract/algorithms.ts';
import { isInUse } from './aws/dynamo.ts';
import { startAws } from './aws/services.ts';
import { TABLE_NAMES } from './aws/tables.ts';
import { type UserPoolSettings, withDefaults } from './aws/user-pool.ts';
import { systemClock } from './clock.ts';
import { SECRET_IDS, tokenSecretIds } from './environment.ts';
import {
  DEFAULT_STATE,
  openState,
  readJson,
  type State,
  stateIn,
  writeAtomically,
} from './state.ts';

/** The AWS endpoint of a sandbox, with the settings of its last start. */
interface AwsEndpoint extends UserPoolSettings {
  url: string;
  poolId: string;
  clientId: string;
  algorithm: TokenAlgorithm;
}

export interface Connection extends Pick<AwsEndpoint, 'url' | 'poolId' | 'clientId'> {
  tables: typeof TABLE_NAMES;
  keysSecrets: Record<'tokens' | 'service', { secretId: string; publishedId?: string }>;
  clientSecret: string;
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
  const endpoint = readJson<AwsEndpoint>(state.endpoint);
  const { signing, verification } = tokenSecretIds(endpoint?.algorithm ?? 'HS256');
  const names = {
    tables: TABLE_NAMES,
    keysSecrets: {
      tokens: {
        secretId: signing,
        ...(verification !== signing && { publishedId: verification }),
      },
      service: { secretId: SECRET_IDS.serviceKeys },
    },
    clientSecret: SECRET_IDS.client,
  };
  if (await isInUse(state.dynamo)) {
    if (endpoint === undefined) throw new Error('The sandbox is still starting. Try again.');
    return { ...endpoint, ...names, close: async () => {} };
  }
  if (!existsSync(state.secrets)) {
    throw new Error('There has been no sandbox yet. Start one: npm start');
  }
  const aws = await startAws(openState(state), {
    ...withDefaults(endpoint),
    clock: systemClock,
    // The standard output of the other process is its own.
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const { id: poolId, client } = aws.pool;
  return {
    url: aws.url,
    poolId,
    clientId: client.id,
    ...names,
    close: () => aws.close(),
  };
}
