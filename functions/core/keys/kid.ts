/**
 * The id of a key: when the key was made, random bytes, and a tag under a key that does not rotate.
 * The tag tells a made-up `kid` from one that another function has read and this one has not.
 */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const TIME_BYTES = 5;
const RANDOM_BYTES = 5;
const TAG_BYTES = 8;
const KID_LENGTH = ((TIME_BYTES + RANDOM_BYTES + TAG_BYTES) * 4) / 3;

/** Creates a `kid` for a key that is made at `now`, in milliseconds since the epoch. */
export function createKid(tagKey: Uint8Array, now: number): string {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(Math.floor(now / 1_000), 0, TIME_BYTES);
  const named = Buffer.concat([time, randomBytes(RANDOM_BYTES)]);
  return Buffer.concat([named, computeTag(tagKey, named)]).toString('base64url');
}

/**
 * Returns when the key of a `kid` was made, in milliseconds since the epoch, or undefined if this
 * service did not create the `kid`.
 */
export function findCreationTime(tagKey: Uint8Array, kid: string): number | undefined {
  if (kid.length !== KID_LENGTH) return undefined;
  const bytes = Buffer.from(kid, 'base64url');
  if (bytes.toString('base64url') !== kid) return undefined;
  const named = bytes.subarray(0, TIME_BYTES + RANDOM_BYTES);
  const isGenuine = timingSafeEqual(bytes.subarray(named.length), computeTag(tagKey, named));
  return isGenuine ? named.readUIntBE(0, TIME_BYTES) * 1_000 : undefined;
}

const computeTag = (tagKey: Uint8Array, named: Buffer): Buffer =>
  createHmac('sha256', tagKey).update(named).digest().subarray(0, TAG_BYTES);
