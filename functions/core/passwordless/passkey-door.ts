/**
 * Limits the sign-ins by passkey that strangers begin, because each of them calls the upstream.
 * Nothing can be guessed, so no account is ever closed: what helps is a CAPTCHA.
 */

import { PASSKEYS } from '../../../contract/limits.ts';
import type { DeviceCookies } from '../devices/device-cookie.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { AttemptStore, NetworkCounters, Place, Snapshot } from '../login/attempt-store.ts';
import { type Captchas, demandCaptcha, requireSolution } from '../login/captcha.ts';
import { identifyAccount, type NamedAccount } from '../login/guess.ts';
import { findKnownDevice, networkCountersOf } from '../login/strangers.ts';
import type { Audit, Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Input } from '../use-case.ts';
import type { AdmittedSignIn } from './begin-challenge.ts';

export interface PasskeyDoorPorts {
  store: Pick<AttemptStore, 'read' | 'take'>;
  captchas: Captchas;
  devices: Pick<DeviceCookies, 'read'>;
  keys: Pick<ServiceKeys, 'permanent'>;
  audit: Audit;
  clock: Clock;
}

/**
 * Counts a sign-in, and decides about it. The decision does not depend on whether an account exists.
 * @throws {CAPTCHA_REQUIRED} if the network has begun many, and the request has no valid solution.
 */
export async function admitPasskey(
  ports: PasskeyDoorPorts,
  {
    body: { username, captcha },
    address,
    deviceCookies,
  }: Pick<Input<'passwordless'>, 'body' | 'address' | 'deviceCookies'>,
): Promise<AdmittedSignIn> {
  const now = inSeconds(ports.clock());
  const subject = identifyAccount(await ports.keys.permanent('counters'), username);
  const purpose = { purpose: 'passkeys', address };
  const counters = await networkCountersOf(ports.keys, purpose, now, PASSKEYS.begun.window);
  const [seen, entries] = await Promise.all([
    ports.store.read(subject.nameId, counters),
    ports.devices.read(deviceCookies),
  ]);
  const device = findKnownDevice(seen, subject, entries, now);
  if (!device) await countStranger(ports, subject, { counters, seen, captcha });
  return { account: subject.account, device, provedSince: seen.name.row?.devicesSince ?? 0 };
}

async function countStranger(
  ports: PasskeyDoorPorts,
  subject: NamedAccount,
  {
    counters,
    seen: { counts },
    captcha,
  }: { counters: NetworkCounters; seen: Snapshot; captcha: string | undefined },
): Promise<void> {
  const { network, wideNetwork } = PASSKEYS.begun;
  const isFull = counts.network >= network || (counts.wideNetwork ?? 0) >= wideNetwork;
  const use = isFull ? await requireSolution(ports, captcha, subject) : undefined;
  const places: Place[] = [{ ...counters.network, below: use ? undefined : network }];
  if (counters.wideNetwork) {
    places.push({ ...counters.wideNetwork, below: use ? undefined : wideNetwork });
  }
  const taken = await ports.store.take(places, use);
  if (taken === 'captcha') throw demandCaptcha(ports, subject, 'used');
  if (taken === 'limit') throw demandCaptcha(ports, subject);
}
