/** The rows in which the service counts the failed sign-ins at the names of a user. */

import { dynamoAttempts } from '../../functions/adapters/dynamodb/attempts.ts';
import { dynamoChallenges } from '../../functions/adapters/dynamodb/challenges.ts';
import { loadKeyring } from '../../functions/adapters/secrets/keys.ts';
import { readSecret } from '../../functions/adapters/secrets/secret.ts';
import { limitsIdOf } from '../../functions/core/challenges/challenge-token.ts';
import { derivePermanentKey } from '../../functions/core/keys/keyring.ts';
import { identifyAccount, nameIdOf } from '../../functions/core/login/guess.ts';
import { isAllowedName } from '../../functions/core/login/name.ts';
import {
  forgetFailures,
  type NameRow,
  startAnew,
  toCurrentRow,
} from '../../functions/core/login/name-row.ts';
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
  const before = await changeRows(context, user, forgetFailures);
  return {
    in_a_row: Math.max(0, ...before.map(({ failures }) => failures)),
    since_sign_in: Math.max(0, ...before.map(({ total }) => total)),
  };
}

/**
 * Forgets everything about the names of a user, and voids the device cookies, so that the next user
 * of such a name inherits nothing.
 */
export async function forgetNamesOf(context: Context, user: FoundUser): Promise<void> {
  const now = inSeconds(Date.now());
  await changeRows(context, user, (row) => startAnew(row, now));
}

/** Makes the store read the row, whether or not there is one. */
const UNREAD = { row: undefined, version: undefined };

/** Returns the rows as they were before. */
async function changeRows(
  { deployment }: Context,
  { names }: FoundUser,
  change: (row: NameRow) => NameRow,
): Promise<NameRow[]> {
  const table = await deployment.table('attempts');
  const store = dynamoAttempts(deployment.dynamo, table);
  const challenges = dynamoChallenges(deployment.dynamo, table);
  const { secretId } = await deployment.keysSecret('service');
  const secret = await readSecret({
    client: deployment.secrets,
    secretId,
    deadlineMs: CLIENT_SETTINGS.requestHandler.requestTimeout,
  });
  const key = derivePermanentKey(loadKeyring(secret).keyring, 'counters');
  const signInNames = names.filter((name) => isAllowedName(name, 'any'));
  const accounts = new Set(signInNames.map((name) => identifyAccount(key, name).account));
  return Promise.all(
    [...accounts].map(async (account) => {
      let before = toCurrentRow(undefined, 0);
      await store.changeName(nameIdOf(account), UNREAD, (row) => {
        before = toCurrentRow(row, inSeconds(Date.now()));
        return change(before);
      });
      // The wrong codes of second factors are counted in a row of their own.
      await challenges.forgetLimits(limitsIdOf(account));
      return before;
    }),
  );
}
