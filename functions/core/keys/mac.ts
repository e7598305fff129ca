/** Message authentication codes: HMAC-SHA-256, in base64url (RFC 2104). */

import { createHmac, timingSafeEqual } from 'node:crypto';
import { hmacKeyOf } from './imported-keys.ts';

export const computeMac = (key: Uint8Array, text: string): string =>
  createHmac('sha256', hmacKeyOf(key)).update(text).digest('base64url');

/** Checks a MAC in constant time. `presented` must have the length of a MAC. */
export const isGenuineMac = (key: Uint8Array, text: string, presented: string): boolean =>
  timingSafeEqual(Buffer.from(presented), Buffer.from(computeMac(key, text)));
