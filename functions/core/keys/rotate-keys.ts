/** Key rotation: adds a new signing key to a keyring secret and retires the previous one. */

import { randomBytes } from 'node:crypto';
import { KEYRING } from '../../../contract/limits.ts';
import type { Clock } from '../ports.ts';
import {
  canVerify,
  derivePermanentKey,
  type Keyring,
  type KeyringEntry,
  parseKeyring,
} from './keyring.ts';
import { createKid } from './kid.ts';

/**
 * The port to the versions of one keyring secret, with the staging labels of Secrets Manager.
 * Writing a version that already exists has no effect.
 */
export interface KeyringVersions {
  /** Returns the current text, or undefined if the secret has no value yet. */
  current(): Promise<string | undefined>;
  pending(version: string): Promise<string | undefined>;
  stagesOf(version: string): Promise<readonly string[]>;
  putPending(version: string, text: string): Promise<void>;
  /** Writes a version that is current at once. Only for a secret that holds no key yet. */
  putFirst(text: string): Promise<void>;
  /** Moves the stage `AWSCURRENT` to this version. */
  promote(version: string): Promise<void>;
  /** Writes a version that is current at once. */
  putCurrent(text: string): Promise<void>;
  /**
   * Removes the stage `AWSPENDING` from any version that is not current. Its rotation then fails,
   * and another one can start.
   */
  discardPending(): Promise<void>;
}

export interface KeyRotationPorts {
  versions: KeyringVersions;
  clock: Clock;
}

/**
 * The steps of a key rotation. Secrets Manager calls the function with each of them in this order
 * and may repeat any step (Secrets Manager: "Lambda rotation functions").
 */
export const KEY_ROTATION_STEPS = [
  'createSecret',
  'setSecret',
  'testSecret',
  'finishSecret',
] as const;
export type KeyRotationStep = (typeof KEY_ROTATION_STEPS)[number];

/** Performs one step of a key rotation. Every step is idempotent. */
export async function rotateKeys(
  { versions, clock }: KeyRotationPorts,
  { step, version }: { step: KeyRotationStep; version: string },
): Promise<void> {
  const stages = await versions.stagesOf(version);
  if (stages.includes('AWSCURRENT')) return; // This rotation has already finished.
  switch (step) {
    case 'createSecret': {
      if ((await versions.pending(version)) !== undefined) return;
      const current = await readCurrent(versions);
      const next = current ? withNewKey(current, clock()) : createKeyring(clock());
      await versions.putPending(version, JSON.stringify(next));
      return;
    }
    case 'setSecret':
      return; // No other system stores these keys.
    case 'testSecret': {
      const { keys } = parseKeyring((await versions.pending(version)) ?? '');
      if (keys.length === 0) throw new Error('the pending keyring holds no key');
      return;
    }
    case 'finishSecret':
      await publish(versions, version, clock());
  }
}

/**
 * Makes the pending keyring current. Functions rely on it that a key is current soon after it was
 * made: only then can they tell a `kid` that they have not read yet from one that was deleted.
 * @throws {Error} if the rotation was interrupted for so long that this is no longer possible.
 */
async function publish(versions: KeyringVersions, version: string, now: number): Promise<void> {
  const { keys } = parseKeyring((await versions.pending(version)) ?? '');
  const latest = Math.max(...keys.map(({ active_from }) => Date.parse(active_from)));
  const isLate = now > latest - (KEYRING.activateAfter - KEYRING.publishWithin) * 1_000;
  if (keys.length > 1 && isLate) {
    await versions.discardPending();
    throw new Error('the rotation was interrupted for too long: start another one');
  }
  await versions.promote(version);
}

/** Writes the first keyring. Has no effect if the secret already has a value. */
export async function ensureFirstKey({ versions, clock }: KeyRotationPorts): Promise<void> {
  if ((await readCurrent(versions)) === undefined) {
    await versions.putFirst(JSON.stringify(createKeyring(clock())));
  }
}

/** Returns a keyring with one key, which signs from `activeFrom` on. Defaults to `now`. */
export function createKeyring(now: number, activeFrom = now): Keyring {
  const permanent = generateKey();
  return { keys: [generateEntry({ permanent }, now, activeFrom)], permanent };
}

/**
 * Returns a keyring with one more key. It signs only after every function has read it, and its
 * predecessor retires at that moment. Keys that can no longer verify anything are dropped.
 */
export function withNewKey({ keys, permanent }: Keyring, now: number): Keyring {
  const entry = generateEntry({ permanent }, now, now + KEYRING.activateAfter * 1_000);
  const kept = keys
    .filter((each) => canVerify(each, now))
    .map((each) => (each.retired_at === null ? { ...each, retired_at: entry.active_from } : each));
  return { keys: [...kept, entry], permanent };
}

/** Generates a key that is made at `now` and signs from `activeFrom` on, both in milliseconds. */
export const generateEntry = (
  { permanent }: Pick<Keyring, 'permanent'>,
  now: number,
  activeFrom: number,
): KeyringEntry => ({
  kid: createKid(derivePermanentKey({ permanent }, 'kid'), now),
  key: generateKey(),
  active_from: new Date(activeFrom).toISOString(),
  retired_at: null,
});

const generateKey = (): string => randomBytes(KEYRING.keyBytes).toString('base64url');

/**
 * Reads the current keyring. Returns undefined if the secret has no value yet. A malformed keyring
 * is an error, because it may contain keys in use: overwriting it would end every session.
 * @throws {TypeError} if the keyring is malformed.
 */
async function readCurrent(versions: KeyringVersions): Promise<Keyring | undefined> {
  const text = await versions.current();
  return text === undefined ? undefined : parseKeyring(text);
}
