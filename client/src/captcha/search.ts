import type { CaptchaChallenge } from '../captcha.ts';

/** How many keys are derived at a time. Browsers derive them on several threads. */
const LANES = 4;

export interface Solution {
  counter: number;
  /** In hexadecimal. */
  derivedKey: string;
}

/**
 * Searches for the counter whose derived key begins with `keyPrefix` (ALTCHA, proof of work v2):
 * PBKDF2 of the nonce and the counter, which is a 32-bit number in big-endian order.
 * @throws {TypeError} if the challenge has an algorithm that this solver does not know.
 */
export async function search(
  { parameters }: CaptchaChallenge,
  signal?: AbortSignal,
): Promise<Solution> {
  const { algorithm, nonce, salt, cost, keyLength, keyPrefix } = parameters;
  const [name, hash] = algorithm.split('/');
  if (name !== 'PBKDF2' || hash === undefined) {
    throw new TypeError(`algorithm must be PBKDF2, got ${algorithm}`);
  }
  const settings = { name, hash, salt: fromHex(salt), iterations: cost };
  const prefix = keyPrefix.toLowerCase();

  async function derive(counter: number): Promise<string> {
    const password = new Uint8Array([...fromHex(nonce), 0, 0, 0, 0]);
    new DataView(password.buffer).setUint32(password.length - 4, counter);
    const key = await crypto.subtle.importKey('raw', password, name as string, false, [
      'deriveBits',
    ]);
    return toHex(await crypto.subtle.deriveBits(settings, key, keyLength * 8));
  }

  for (let first = 0; ; first += LANES) {
    if (signal?.aborted) throw signal.reason;
    const keys = await Promise.all(
      Array.from({ length: LANES }, (_, lane) => derive(first + lane)),
    );
    const lane = keys.findIndex((key) => key.startsWith(prefix));
    if (lane >= 0) return { counter: first + lane, derivedKey: keys[lane] as string };
  }
}

const fromHex = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

const toHex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
