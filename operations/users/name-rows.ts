/** The rows in which the service counts the wrong passwords of a user and of the user's names. */

import { dynamoAttempts } from '../../functions/adapters/dynamodb/attempts.ts';
import { dynamoChallenges } from '../../functions/adapters/dynamodb/challenges.ts';
import { dynamoPasskeyNames } from '../../functions/adapters/dynamodb/passkey-names.ts';
import { loadKeyring } from '../../functions/adapters/secrets/keys.ts';
import { readSecret } from '../../functions/adapters/secrets/secret.ts';
import { limitsIdOf } from '../../functions/core/challenges/challenge-token.ts';
import { derivePermanentKey } from '../../functions/core/keys/keyring.ts';
import type { AttemptStore, StoredName } from '../../functions/core/login/attempt-store.ts';
import { identifyAccount, nameIdOf } from '../../functions/core/login/guess.ts';
import { isAllowedName } from '../../functions/core/login/name.ts';
import {
  forgetFailures,
  type NameRow,
  startAnew,
  toCurrentRow,
} from '../../functions/core/login/name-row.ts';
import { passwordsIdOf } from '../../functions/core/login/password-attempts.ts';
import { inSeconds } from '../../functions/core/time.ts';
import { CLIENT_SETTINGS } from '../frame/client-settings.ts';
import type { FoundUser } from './user.ts';
import type { Context } from './user-command.ts';

/** What the counts were before. Of a user with several names, the highest. */
export interface ForgottenFailures {
  /** Failures in a row. They also end after 15 minutes without an attempt. */
  in_a_row: number;
  /** Failures since the last sign-in. Time does not end them. */
  since_sign_in: number;
}

/** Forgets the failed sign-ins of a user. Known devices stay known. */
export async function forgetFailuresOf(
  context: Context,
  user: FoundUser,
): Promise<ForgottenFailures> {
  const { store, nameIds, passwordsId, forgetCodes } = await openRows(context, user);
  await forgetCodes();
  const before = await changeRows(store, [...nameIds, passwordsId], forgetFailures);
  return {
    in_a_row: Math.max(...before.map(({ failures }) => failures)),
    since_sign_in: Math.max(...before.map(({ total }) => total)),
  };
}

/**
 * Forgets everything about a user and the names, and voids the device cookies, so that the next user
 * of such a name inherits nothing.
 */
export async function forgetUser(context: Context, user: FoundUser): Promise<void> {
  const { store, nameIds, passwordsId, forgetCodes, forgetPasskeys } = await openRows(
    context,
    user,
  );
  await Promise.all([forgetCodes(), forgetPasskeys()]);
  const now = inSeconds(Date.now());
  await changeRows(store, nameIds, (row) => startAnew(row, now));
  await changeRows(store, [passwordsId], () => toCurrentRow(undefined, now));
}

/**
 * Opens the rows of the names of a user, that of the passwords tried by the user's sessions, those
 * of wrong codes of second factors, and that of the names of passkeys.
 */
async function openRows({ deployment }: Context, { names, report }: FoundUser) {
  const table = await deployment.table('attempts');
  const challenges = dynamoChallenges(deployment.dynamo, table);
  const { secretId } = await deployment.keysSecret('service');
  const secret = await readSecret({
    client: deployment.secrets,
    secretId,
    deadlineMs: CLIENT_SETTINGS.requestHandler.requestTimeout,
  });
  const key = derivePermanentKey(loadKeyring(secret).keyring, 'counters');
  const signInNames = names.filter((name) => isAllowedName(name, 'any'));
  const accounts = [...new Set(signInNames.map((name) => identifyAccount(key, name).account))];
  return {
    store: dynamoAttempts(deployment.dynamo, table),
    nameIds: accounts.map(nameIdOf),
    forgetCodes: () =>
      Promise.all(accounts.map((account) => challenges.forgetLimits(limitsIdOf(account)))),
    forgetPasskeys: () => dynamoPasskeyNames(deployment.dynamo, table).forget(report.sub),
    passwordsId: passwordsIdOf(key, report.sub),
  };
}

/** Makes the store read the row, whether or not there is one. */
const UNREAD: StoredName = { row: undefined, version: undefined };

/** Returns the rows as they were before. */
const changeRows = (
  store: Pick<AttemptStore, 'changeName'>,
  ids: readonly string[],
  change: (row: NameRow) => NameRow,
): Promise<NameRow[]> =>
  Promise.all(
    ids.map(async (id) => {
      let before = toCurrentRow(undefined, 0);
      await store.changeName(id, UNREAD, (row) => {
        before = toCurrentRow(row, inSeconds(Date.now()));
        return change(before);
      });
      return before;
    }),
  );
