import { randomBytes } from 'node:crypto';
import { KEYRING } from '../../../contract/limits.ts';
import type { Clock } from '../ports.ts';
import { type Keyring, type KeyringEntry, parseKeyring, verifies } from './keyring.ts';

/**
 * The versions of the keyring secret, as Secrets Manager stages them. Writing a version that exists
 * changes nothing.
 */
export interface KeyringVersions {
  /** Undefined while the secret has no value yet. */
  current(): Promise<string | undefined>;
  pending(version: string): Promise<string | undefined>;
  stagesOf(version: string): Promise<readonly string[]>;
  putPending(version: string, text: string): Promise<void>;
  /** Becomes current at once; only for a secret without a value or without a key. */
  putFirst(text: string): Promise<void>;
  /** Moves the stage `AWSCURRENT` to this version. */
  promote(version: string): Promise<void>;
}

export interface RotationPorts {
  versions: KeyringVersions;
  clock: Clock;
}

/**
 * Secrets Manager calls a rotation function with these, in this order, each any number of times
 * ("Lambda rotation functions").
 */
export const ROTATION_STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
export type RotationStep = (typeof ROTATION_STEPS)[number];

/**
 * One step of a rotation. Repeating a step, after a failure or by mistake, changes nothing that the
 * first time did.
 */
export async function rotate(
  { versions, clock }: RotationPorts,
  { step, version }: { step: RotationStep; version: string },
): Promise<void> {
  const stages = await versions.stagesOf(version);
  if (stages.includes('AWSCURRENT')) return; // this rotation is over
  switch (step) {
    case 'createSecret': {
      if ((await versions.pending(version)) !== undefined) return;
      await versions.putPending(
        version,
        JSON.stringify(withNewKey(await currentKeyring(versions), clock())),
      );
      return;
    }
    case 'setSecret':
      return; // nobody else holds these keys
    case 'testSecret': {
      const { keys } = parseKeyring((await versions.pending(version)) ?? '');
      if (keys.length === 0) throw new Error('the pending keyring holds no key');
      return;
    }
    case 'finishSecret':
      await versions.promote(version);
  }
}

/** Gives the keyring its first key. Does nothing where it has one. */
export async function ensureFirstKey({ versions, clock }: RotationPorts): Promise<void> {
  const keyring = await currentKeyring(versions);
  if (keyring.keys.length === 0) {
    await versions.putFirst(JSON.stringify(withNewKey(keyring, clock())));
  }
}

/**
 * A keyring with one key more. It signs only after every function must have seen it, and its
 * predecessor stops at that instant; the very first key signs at once. Keys that nothing valid was
 * signed with any more are dropped.
 */
export function withNewKey({ keys }: Keyring, now: number): Keyring {
  const kept = keys.filter((entry) => verifies(entry, now));
  const activeFrom = new Date(
    kept.length === 0 ? now : now + KEYRING.activateAfter * 1_000,
  ).toISOString();
  const successors = kept.map((entry) =>
    entry.retired_at === null ? { ...entry, retired_at: activeFrom } : entry,
  );
  return { keys: [...successors, newEntry(activeFrom)] };
}

const newEntry = (activeFrom: string): KeyringEntry => ({
  kid: randomBytes(9).toString('base64url'),
  key: randomBytes(KEYRING.keyBytes).toString('base64url'),
  active_from: activeFrom,
  retired_at: null,
});

/**
 * @throws {TypeError} for a malformed keyring: keys in use may be in there, and writing over them
 * would end every session.
 */
async function currentKeyring(versions: KeyringVersions): Promise<Keyring> {
  const text = await versions.current();
  return text === undefined ? { keys: [] } : parseKeyring(text);
}
