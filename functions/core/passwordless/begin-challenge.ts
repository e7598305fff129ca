import type { Challenge } from '../challenges/challenge.ts';
import { createDeviceEntry, type DeviceEntry } from '../devices/device-cookie.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';

export interface BeginChallengePorts {
  /** Seconds that a sign-in may take. The upstream must allow as many. */
  challengeLifetime: number;
  clock: Clock;
}

/** A request to sign in that was admitted. */
export interface AdmittedSignIn {
  account: string;
  /** The entry by which the device is known to the account. */
  device: DeviceEntry | undefined;
  /** What was proved before is void, in seconds since the epoch. It may be the end of this second. */
  provedSince: number;
}

/** A challenge that must be stored for the client. */
export interface BegunSignIn {
  challenge: Challenge;
  /** The ID under which it must be stored as well: a code was sent, which is now the last one. */
  lastId?: string;
}

/** Returns what every sign-in without a password begins with. It begins now. */
export function beginChallenge(
  { challengeLifetime, clock }: BeginChallengePorts,
  username: string,
  { account, device, provedSince }: AdmittedSignIn,
): Omit<Challenge, 'upstream'> {
  // A reset in this second voids what began before its end.
  const now = Math.max(inSeconds(clock()), provedSince);
  return {
    purpose: 'passwordless',
    username,
    amr: [],
    device: device ?? createDeviceEntry(account, now),
    startedAt: now,
    expiresAt: now + challengeLifetime,
    failures: 0,
  };
}
