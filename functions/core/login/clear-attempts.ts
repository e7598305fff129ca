import type { DeviceEntry } from '../devices/device-cookie.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { AttemptStore, StoredName } from './attempt-store.ts';
import { countersOf, nameIdOf } from './guess.ts';
import { succeed, toCurrentRow } from './name-row.ts';

/**
 * Forgets the failed attempts at an account whose user has signed in by more than a password. The
 * attempt with the password was given back before.
 * @param seen The row of the name as it was read last.
 * @throws {INTERNAL_ERROR|TOO_MANY_REQUESTS} if the store fails.
 */
export async function clearAttempts(
  ports: {
    store: Pick<AttemptStore, 'changeName' | 'reset'>;
    keys: Pick<ServiceKeys, 'permanent'>;
    clock: Clock;
  },
  { account, nonce }: Pick<DeviceEntry, 'account' | 'nonce'>,
  { address, seen }: { address: string; seen: StoredName },
): Promise<StoredName> {
  const now = inSeconds(ports.clock());
  const { accountAndNetwork } = await countersOf(account, address, ports.keys, now);
  const [name] = await Promise.all([
    ports.store.changeName(nameIdOf(account), seen, (row) =>
      succeed(toCurrentRow(row, now), { id: '', device: nonce }),
    ),
    ports.store.reset(accountAndNetwork),
  ]);
  return name;
}
