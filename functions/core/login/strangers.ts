/** How routes other than login recognise known devices, and count the networks of strangers. */

import type { DeviceEntry } from '../devices/device-cookie.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { fingerprintNetwork, networksOf } from '../network.ts';
import { isKnownDevice } from './attempt-limits.ts';
import type { NetworkCounters, Snapshot } from './attempt-store.ts';
import { currentCounter, fingerprinter, type NamedAccount, readCounterKeys } from './guess.ts';
import { toCurrentRow } from './name-row.ts';

/** Returns the entry by which the device of a request is known to an account. */
export function findKnownDevice(
  { name }: Pick<Snapshot, 'name'>,
  { account }: Pick<NamedAccount, 'account'>,
  entries: readonly DeviceEntry[],
  now: number,
): DeviceEntry | undefined {
  const entry = entries.find((candidate) => candidate.account === account);
  return entry && isKnownDevice(toCurrentRow(name.row, now), entry) ? entry : undefined;
}

/**
 * Returns the counters of the networks of an address. Each purpose has counters of its own.
 * @param now seconds since the epoch
 * @param window seconds
 */
export async function networkCountersOf(
  keys: Pick<ServiceKeys, 'permanent'>,
  { purpose, address }: { purpose: string; address: string },
  now: number,
  window: number,
): Promise<NetworkCounters> {
  const [key, networkKey] = await readCounterKeys(keys);
  const fingerprint = fingerprinter(key);
  const { narrow, wide } = networksOf(address);
  const counterOf = (network: string) =>
    currentCounter(fingerprint(purpose, fingerprintNetwork(networkKey, network)), now, window);
  return {
    accountAndNetwork: undefined,
    network: counterOf(narrow),
    wideNetwork: wide === undefined ? undefined : counterOf(wide),
  };
}
