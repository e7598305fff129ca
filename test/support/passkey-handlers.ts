import type { Cognito } from '../../functions/adapters/cognito/call.ts';
import { cognitoFactorPreference } from '../../functions/adapters/cognito/factor-preference.ts';
import { cognitoFactorReader } from '../../functions/adapters/cognito/factor-reader.ts';
import { cognitoPasskeys } from '../../functions/adapters/cognito/passkeys.ts';
import { cognitoUserTokens } from '../../functions/adapters/cognito/user-token.ts';
import { beginPasskey } from '../../functions/core/passkeys/begin-passkey.ts';
import { completePasskey } from '../../functions/core/passkeys/complete-passkey.ts';
import { listPasskeys } from '../../functions/core/passkeys/list-passkeys.ts';
import type { PasskeyNames } from '../../functions/core/passkeys/passkey-names.ts';
import { removePasskey } from '../../functions/core/passkeys/remove-passkey.ts';
import { renamePasskey } from '../../functions/core/passkeys/rename-passkey.ts';
import { createEndpoint } from './endpoint.ts';
import { SETTINGS } from './handlers.ts';
import type { World } from './world.ts';

const TIMEOUT_MS = 60_000;

/** Returns the real handlers of passkeys, over the ports of a test and a fake of Cognito. */
export function passkeyHandlersOf(
  shared: World & { passkeyNames: PasskeyNames },
  cognito: Cognito,
  userPoolId: string,
) {
  const ports = {
    ...shared,
    userTokens: cognitoUserTokens(cognito, TIMEOUT_MS),
    passkeys: cognitoPasskeys(cognito, TIMEOUT_MS),
    factors: cognitoFactorReader({ client: cognito.client, userPoolId }, TIMEOUT_MS),
    preference: cognitoFactorPreference(cognito, TIMEOUT_MS),
  };
  return {
    listPasskeys: createEndpoint('listPasskeys', listPasskeys, ports, SETTINGS),
    beginPasskey: createEndpoint('beginPasskey', beginPasskey, ports, SETTINGS),
    completePasskey: createEndpoint('completePasskey', completePasskey, ports, SETTINGS),
    renamePasskey: createEndpoint('renamePasskey', renamePasskey, ports, SETTINGS),
    removePasskey: createEndpoint('removePasskey', removePasskey, ports, SETTINGS),
  };
}
