import type { ServiceKeys } from '../keys/keys.ts';
import { fingerprintNetwork, networksOf } from '../network.ts';

/** Identifies the network of a client without storing its address. */
export interface NetworkFingerprints {
  /**
   * Returns the fingerprint of the narrow network that an IP address belongs to.
   * @throws {INTERNAL_ERROR} if the keys cannot be read.
   */
  fingerprint(address: string): Promise<string>;
}

export const networkFingerprints = (keys: Pick<ServiceKeys, 'permanent'>): NetworkFingerprints => ({
  fingerprint: async (address) =>
    fingerprintNetwork(await keys.permanent('network'), networksOf(address).narrow),
});
