import { createHmac } from 'node:crypto';
import type { Keys } from '../keys/keys.ts';
import { networkOf } from '../login/network.ts';

/** Identifies the network of a client without storing its address. */
export interface NetworkFingerprints {
  /** Returns a keyed hash of the network that an IP address belongs to, base64url. */
  fingerprint(address: string): Promise<string>;
}

export const networkFingerprints = (keys: Keys): NetworkFingerprints => ({
  async fingerprint(address) {
    const { key } = await keys.current('attempts');
    return createHmac('sha256', key)
      .update(`network:${networkOf(address)}`)
      .digest('base64url');
  },
});
