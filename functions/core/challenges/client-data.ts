/** What a browser adds to that which an authenticator signs (Web Authentication section 5.8.1). */

import * as z from 'zod/mini';

const collectedClientData = z.object({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
});

/** Returns an empty object if the text is not what a browser creates. */
export function parseClientData(encoded: string): Partial<z.output<typeof collectedClientData>> {
  try {
    return z.parse(collectedClientData, JSON.parse(Buffer.from(encoded, 'base64url').toString()));
  } catch {
    return {};
  }
}

/**
 * Checks whether a page has used the passkey that may not call this API. The upstream accepts every
 * origin at or below the relying party, and so would let a page of another team do so. The origins
 * of native apps are not web URLs.
 */
export const isForeignOrigin = (origin: string | undefined, allowed: readonly string[]): boolean =>
  origin === undefined || (/^https?:/i.test(origin) && !allowed.includes(origin));
