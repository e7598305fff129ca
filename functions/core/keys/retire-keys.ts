/** Retires leaked keys at once, without the delays of a rotation. */

import { type Keyring, parseKeyring } from './keyring.ts';
import { createKeyring, generateEntry, type KeyRotationPorts } from './rotate-keys.ts';

/**
 * How far the clock of an operator's machine may be ahead of AWS, in milliseconds. AWS refuses
 * requests that are further off (AWS: "Signature Version 4").
 */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1_000;

/**
 * Removes a key, or all keys, and adds one that signs at once. A rotation in progress is discarded,
 * because its pending keyring still contains the removed keys.
 * @param kid the key to remove. Without it, everything in the secret is replaced, including the key
 * that does not rotate.
 * @returns the `kid` of the new key, or undefined if the secret does not contain the key.
 * @throws {Error} if a rotation finished at the same time and put a removed key back.
 */
export async function retireKeys(
  { versions, clock }: KeyRotationPorts,
  kid?: string,
): Promise<string | undefined> {
  const before = await readKeyring(versions);
  if (kid !== undefined && !before.keys.some((entry) => entry.kid === kid)) return undefined;
  const now = clock();
  const after =
    kid === undefined ? createKeyring(now, activeAtOnce(now)) : withoutKey(before, kid, now);
  await versions.putCurrent(JSON.stringify(after));
  await versions.discardPending();
  const kept = new Set(after.keys.map((entry) => entry.kid));
  const stored = await readKeyring(versions);
  if (stored.keys.some((entry) => !kept.has(entry.kid))) {
    throw new Error('A rotation finished at the same time. Run this command again.');
  }
  return after.keys.at(-1)?.kid;
}

/** Returns the keyring without a key. The other keys only verify, and a new one signs at once. */
function withoutKey({ keys, permanent }: Keyring, kid: string, now: number): Keyring {
  const retiredAt = new Date(now).toISOString();
  const kept = keys
    .filter((entry) => entry.kid !== kid && Date.parse(entry.active_from) <= now)
    .map((entry) => (isRetired(entry, now) ? entry : { ...entry, retired_at: retiredAt }));
  return { keys: [...kept, generateEntry({ permanent }, now, activeAtOnce(now))], permanent };
}

const isRetired = ({ retired_at }: Keyring['keys'][number], now: number): boolean =>
  retired_at !== null && Date.parse(retired_at) <= now;

/** The key must be active at once also if the clock of this machine is ahead. */
const activeAtOnce = (now: number): number => now - CLOCK_TOLERANCE_MS;

async function readKeyring(versions: KeyRotationPorts['versions']): Promise<Keyring> {
  const text = await versions.current();
  if (text === undefined) throw new Error('The secret has no value. Deploy the foundation first.');
  try {
    return parseKeyring(text);
  } catch {
    throw new Error('The secret is malformed. Move AWSCURRENT back to the version before.');
  }
}
