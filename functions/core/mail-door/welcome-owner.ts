import type { ChallengeStore } from '../challenges/challenge-store.ts';
import { limitsIdOf } from '../challenges/challenge-token.ts';
import {
  createDeviceEntry,
  type DeviceCookies,
  withDeviceEntry,
} from '../devices/device-cookie.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { AttemptStore } from '../login/attempt-store.ts';
import { countersOf, identifyAccount } from '../login/guess.ts';
import { startAnew, toCurrentRow } from '../login/name-row.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { ReplyCookie } from '../use-case.ts';
import { UNREAD } from '../versioned.ts';

export interface WelcomeOwnerPorts {
  store: Pick<AttemptStore, 'changeName' | 'reset'>;
  challengeStore: Pick<ChallengeStore, 'forgetLimits'>;
  devices: DeviceCookies;
  keys: Pick<ServiceKeys, 'permanent'>;
  clock: Clock;
}

/** A person who has proved that the mailbox of an account is theirs. */
export interface Owner {
  username: string;
  address: string;
  deviceCookies: readonly string[];
}

/**
 * Lets the owner of a mailbox begin anew: forgets the failed attempts and the wrong codes of second
 * factors at the account, voids the device cookies of everybody else, and makes this device known.
 * Returns its cookie.
 */
export async function welcomeOwner(
  { store, challengeStore, devices, keys, clock }: WelcomeOwnerPorts,
  { username, address, deviceCookies }: Owner,
): Promise<ReplyCookie> {
  const now = inSeconds(clock());
  // A cookie that somebody else was given in this second must be void, too.
  const since = now + 1;
  const { account, nameId } = identifyAccount(await keys.permanent('counters'), username);
  const [{ accountAndNetwork }, entries] = await Promise.all([
    countersOf(account, address, keys, now),
    devices.read(deviceCookies),
  ]);
  const [cookie] = await Promise.all([
    devices.write(withDeviceEntry(entries, createDeviceEntry(account, since))),
    store.changeName(nameId, UNREAD, (row) => startAnew(toCurrentRow(row, now), since)),
    store.reset(accountAndNetwork),
    challengeStore.forgetLimits(limitsIdOf(account)),
  ]);
  return cookie;
}
