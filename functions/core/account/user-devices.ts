/**
 * The devices that are known to a user. They are known to a name, so a change of the password or of
 * the name voids them: whoever had access before must not keep a privilege.
 */

import {
  createDeviceEntry,
  type DeviceCookies,
  type DeviceEntry,
  withDeviceEntry,
} from '../devices/device-cookie.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { AttemptStore } from '../login/attempt-store.ts';
import { identifyAccount, nameIdOf } from '../login/guess.ts';
import { isAllowedName } from '../login/name.ts';
import { type NameRow, startAnew, toCurrentRow, voidDevices } from '../login/name-row.ts';
import type { Clock } from '../ports.ts';
import type { Session } from '../sessions/session-store.ts';
import { inSeconds } from '../time.ts';
import type { ReplyCookie } from '../use-case.ts';
import { UNREAD } from '../versioned.ts';

export interface UserDevicesPorts {
  attemptStore: Pick<AttemptStore, 'changeName'>;
  devices: DeviceCookies;
  keys: Pick<ServiceKeys, 'permanent'>;
}

/** The device of a request. */
export interface OwnDevice {
  /** All entries of its cookie. */
  shown: readonly DeviceEntry[];
  /** The entry that belongs to the session. Undefined if the request does not show it. */
  own: DeviceEntry | undefined;
}

export async function readOwnDevice(
  { devices }: Pick<UserDevicesPorts, 'devices'>,
  session: Pick<Session, 'device'>,
  cookies: readonly string[],
): Promise<OwnDevice> {
  const shown = await devices.read(cookies);
  return { shown, own: shown.find(({ nonce }) => nonce === session.device) };
}

/** Returns the fingerprints of the names with which a user can sign in. */
export async function fingerprintNames(
  { keys }: Pick<UserDevicesPorts, 'keys'>,
  names: readonly (string | null)[],
): Promise<string[]> {
  const key = await keys.permanent('counters');
  return names
    .filter((name) => name !== null)
    .filter((name) => isAllowedName(name, 'any'))
    .map((name) => identifyAccount(key, name).account);
}

/**
 * Returns the time before which device cookies become void, if it happens now. A cookie that
 * somebody else was given in this second must be void, too.
 */
export const endOfSecond = (clock: Clock): number => inSeconds(clock()) + 1;

/** Voids the device cookies of these names that were issued before `since`. */
export const voidDevicesOf = (
  ports: Pick<UserDevicesPorts, 'attemptStore'>,
  accounts: readonly (string | undefined)[],
  since: number,
): Promise<void> =>
  changeRows(ports, accounts, (row) => voidDevices(toCurrentRow(row, since), since));

/** Does the same, and forgets the failures: the mailbox of the name is proven, or the name is free. */
export const startNamesAnew = (
  ports: Pick<UserDevicesPorts, 'attemptStore'>,
  accounts: readonly (string | undefined)[],
  since: number,
): Promise<void> =>
  changeRows(ports, accounts, (row) => startAnew(toCurrentRow(row, since), since));

async function changeRows(
  { attemptStore }: Pick<UserDevicesPorts, 'attemptStore'>,
  accounts: readonly (string | undefined)[],
  change: (row: NameRow | undefined) => NameRow,
): Promise<void> {
  const distinct = new Set(accounts.filter((account) => account !== undefined));
  await Promise.all(
    [...distinct].map((account) => attemptStore.changeName(nameIdOf(account), UNREAD, change)),
  );
}

/** Makes the device of a request known to a name, by an entry that replaces its former one. */
export async function welcomeDevice(
  { devices }: Pick<UserDevicesPorts, 'devices'>,
  { shown, own }: OwnDevice,
  { account, since }: { account: string; since: number },
): Promise<{ nonce: string; cookie: ReplyCookie }> {
  const entry = createDeviceEntry(account, since);
  const others = shown.filter((each) => each !== own);
  return { nonce: entry.nonce, cookie: await devices.write(withDeviceEntry(others, entry)) };
}
