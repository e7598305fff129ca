import { TIMEOUTS } from '../../contract/limits.ts';
import * as routes from '../../contract/routes/passkeys.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { cognitoFactorPreference } from '../adapters/cognito/factor-preference.ts';
import { cognitoPasskeys } from '../adapters/cognito/passkeys.ts';
import { cognitoRevocation } from '../adapters/cognito/revocation.ts';
import { cognitoUserTokens } from '../adapters/cognito/user-token.ts';
import { dynamoPasskeyNames } from '../adapters/dynamodb/passkey-names.ts';
import { beginPasskey } from '../core/passkeys/begin-passkey.ts';
import { completePasskey } from '../core/passkeys/complete-passkey.ts';
import { listPasskeys } from '../core/passkeys/list-passkeys.ts';
import { removePasskey } from '../core/passkeys/remove-passkey.ts';
import { renamePasskey } from '../core/passkeys/rename-passkey.ts';
import type { Handler } from '../http/endpoint.ts';
import { buildAccess } from './access.ts';
import { buildEventBus, buildNotices } from './event-bus.ts';
import { buildFactorReader } from './factors.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildFreshness } from './revalidation-requests.ts';
import { buildSessionPorts, buildVerifier } from './session-ports.ts';

const USE_CASES = { listPasskeys, beginPasskey, completePasskey, renamePasskey, removePasskey };

export const createPasskeysHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('passkeys', routes, USE_CASES, (environment) => {
    const access = buildAccess(environment, timeouts);
    const { open, keys, cognito, database } = access;
    const { cognitoPasskeyMs } = timeouts;
    const bus = buildEventBus(environment, timeouts);
    return {
      ports: {
        ...buildSessionPorts(environment, access),
        keys,
        jwts: buildVerifier(environment, open),
        freshness: buildFreshness(environment, bus),
        identity: cognitoRevocation(cognito, timeouts.cognitoRevokeMs),
        userTokens: cognitoUserTokens(cognito, cognitoPasskeyMs),
        passkeys: cognitoPasskeys(cognito, cognitoPasskeyMs),
        factors: buildFactorReader(environment, access, cognitoPasskeyMs),
        preference: cognitoFactorPreference(cognito, cognitoPasskeyMs),
        passkeyNames: dynamoPasskeyNames(database, environment.ATTEMPTS_TABLE),
        notices: buildNotices(environment, bus),
      },
      settings: buildHttpSettings(environment, keys),
    };
  });
