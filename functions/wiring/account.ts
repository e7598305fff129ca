import type { Environment } from '../../contract/environment.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import * as routes from '../../contract/routes/account.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { cognitoAccountReader } from '../adapters/cognito/account-reader.ts';
import { cognitoOwnAccount } from '../adapters/cognito/own-account.ts';
import { cognitoRevocation } from '../adapters/cognito/revocation.ts';
import { cognitoSignIn } from '../adapters/cognito/sign-in.ts';
import { cognitoUserTokens } from '../adapters/cognito/user-token.ts';
import { dynamoAttempts } from '../adapters/dynamodb/attempts.ts';
import { dynamoMails } from '../adapters/dynamodb/mails.ts';
import { dynamoPasskeyNames } from '../adapters/dynamodb/passkey-names.ts';
import { dynamoUserSessions } from '../adapters/dynamodb/user-sessions.ts';
import { getAccount } from '../core/account/account.ts';
import { changeEmail } from '../core/account/change-email.ts';
import { changePassword } from '../core/account/change-password.ts';
import { confirmEmail } from '../core/account/confirm-email.ts';
import { deleteAccount } from '../core/account/delete-account.ts';
import { reauthenticate } from '../core/account/reauthenticate.ts';
import { updateAccount } from '../core/account/update-account.ts';
import { passwordAttempts } from '../core/login/password-attempts.ts';
import type { Handler } from '../http/endpoint.ts';
import { audit, report } from '../http/observe.ts';
import { type Access, buildAccess } from './access.ts';
import { buildIssuePorts } from './challenge-ports.ts';
import { buildAnnouncements, buildEventBus } from './event-bus.ts';
import { buildFactorReader } from './factors.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildFreshness } from './revalidation-requests.ts';
import { buildSessionPorts, buildVerifier } from './session-ports.ts';

const USE_CASES = {
  reauthenticate,
  changePassword,
  getAccount,
  updateAccount,
  deleteAccount,
  changeEmail,
  confirmEmail,
};

export const createAccountHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('account', routes, USE_CASES, (environment) => {
    const access = buildAccess(environment, timeouts);
    const { open, keys, database } = access;
    const bus = buildEventBus(environment, timeouts);
    return {
      ports: {
        ...buildSessionPorts(environment, access),
        ...buildCognitoPorts(environment, access, timeouts),
        ...buildAttemptPorts(environment, access),
        ...buildIssuePorts(environment, access),
        keys,
        jwts: buildVerifier(environment, open),
        freshness: buildFreshness(environment, bus),
        userSessions: dynamoUserSessions(database, environment.SESSIONS_TABLE),
        passwordRules: { minLength: environment.PASSWORD_MIN_LENGTH },
        factors: buildFactorReader(environment, access, timeouts.cognitoAccountMs),
        changeable: environment.USER_ATTRIBUTES,
        codeFormat: 'suffixed' as const,
        ...buildAnnouncements(environment, bus),
      },
      settings: buildHttpSettings(environment, keys),
    };
  });

function buildCognitoPorts(
  { USER_POOL_ID }: Pick<Environment<'account'>, 'USER_POOL_ID'>,
  { cognito }: Access,
  { cognitoAccountMs, cognitoRevokeMs }: Timeouts,
) {
  const directory = { client: cognito.client, userPoolId: USER_POOL_ID };
  return {
    identity: {
      ...cognitoSignIn(cognito, cognitoAccountMs),
      ...cognitoRevocation(cognito, cognitoRevokeMs),
    },
    userTokens: cognitoUserTokens(cognito, cognitoAccountMs),
    account: cognitoOwnAccount(cognito, cognitoAccountMs),
    accounts: cognitoAccountReader(directory, cognitoAccountMs),
  };
}

function buildAttemptPorts(
  { ATTEMPTS_TABLE }: Pick<Environment<'account'>, 'ATTEMPTS_TABLE'>,
  { database, keys }: Access,
) {
  const attemptStore = dynamoAttempts(database, ATTEMPTS_TABLE);
  const ports = { attemptStore, keys, audit, report, clock: Date.now };
  return {
    attemptStore,
    passwords: passwordAttempts(ports),
    mails: dynamoMails(database, ATTEMPTS_TABLE),
    passkeyNames: dynamoPasskeyNames(database, ATTEMPTS_TABLE),
  };
}
