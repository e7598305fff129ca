/**
 * The content of the secret with public keys, which verifiers read where session JWTs are signed
 * with ES256. Nothing in it can sign.
 */

import * as z from 'zod/mini';
import { entryFields, type Keyring, publicKeySchema } from './keyring.ts';

/** The schemas are strict, so that a secret with private keys is refused. */
const publicKeyringSchema = z.strictObject({
  keys: z.array(z.strictObject({ ...entryFields, public: publicKeySchema })),
});

export type PublicKeyring = z.output<typeof publicKeyringSchema>;

/**
 * Returns the public keys of a keyring.
 * @throws {TypeError} if an entry has no public key.
 */
export const toPublicKeyring = ({ keys }: Keyring): PublicKeyring => ({
  keys: keys.map(({ kid, active_from, retired_at, public: publicKey }) => {
    if (publicKey === undefined)
      throw new TypeError('the keyring holds a key without a public key');
    return { kid, active_from, retired_at, public: publicKey };
  }),
});

/**
 * Parses the text of the secret. The errors never contain that text, as those of `parseKeyring`.
 * @throws {TypeError} if the text is not a keyring of public keys.
 */
export function parsePublicKeyring(text: string): PublicKeyring {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TypeError('the secret with public keys is not JSON');
  }
  const parsed = z.safeParse(publicKeyringSchema, value);
  if (!parsed.success) throw new TypeError('the secret with public keys is malformed');
  return parsed.data;
}
