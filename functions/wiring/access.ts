import type { Environment } from '../../contract/environment.ts';
import { databaseClient, type Timeouts } from '../adapters/clients.ts';
import type { Cognito } from '../adapters/cognito/call.ts';
import type { ServiceKeys } from '../core/keys/keys.ts';
import { buildCognito } from './cognito.ts';
import { buildServiceKeys } from './keys.ts';
import { buildSecrets, type OpenSecret } from './secrets.ts';

/** What the ports of one function share. */
export interface Access {
  open: OpenSecret;
  keys: ServiceKeys;
  cognito: Cognito;
  database: ReturnType<typeof databaseClient>;
}

/** Builds the access of a function that signs users in or ends their sessions. */
export function buildAccess(
  environment: Pick<
    Environment<'logout'>,
    'SERVICE_KEYS_SECRET_ID' | 'USER_POOL_CLIENT_ID' | 'USER_POOL_CLIENT_SECRET_ID'
  >,
  timeouts: Timeouts,
): Access {
  const open = buildSecrets(timeouts);
  return {
    open,
    keys: buildServiceKeys(environment, open),
    cognito: buildCognito(environment, open, timeouts),
    database: databaseClient(timeouts),
  };
}
