import { brotliDecompressSync } from 'node:zlib';
import { PASSWORD } from '../../../contract/limits.ts';
import { COMMON_PASSWORDS } from './common-passwords.generated.ts';

/** Each entry is in lower case and between two line feeds. Undefined until the first use. */
let list: string | undefined;

/** Reads the blocklist. It is compressed, because each function that sets passwords contains it. */
export function readCommonPasswords(): string {
  list ??= brotliDecompressSync(Buffer.from(COMMON_PASSWORDS, 'base64')).toString('latin1');
  return list;
}

const isListed = (text: string): boolean => readCommonPasswords().includes(`\n${text}\n`);

/** The longest text after a listed password that adds nothing worth guessing: `2026!`. */
const LONGEST_TAIL = 6;

/**
 * Checks whether attackers try a password early: it is on the blocklist in any case, or it is a
 * listed one that is repeated or followed by a few digits and symbols, or by listed digits. A
 * repetition of a text that is too short for the list counts as listed.
 */
export function isCommon(password: string): boolean {
  const text = password.toLowerCase();
  const unit = findRepeatedUnit(text);
  const isWeak = (each: string) => isListed(each) || hasListedStem(each);
  return (
    isWeak(text) ||
    (unit !== undefined && (unit.length < PASSWORD.minLength.shortest || isWeak(unit)))
  );
}

function hasListedStem(text: string): boolean {
  const [tail = ''] = text.match(/[\d\p{P}\p{S}]+$/u) ?? [];
  const isWeak = tail !== '' && (tail.length <= LONGEST_TAIL || isListed(tail));
  return isWeak && isListed(text.slice(0, -tail.length));
}

/** Returns the text that makes up the whole password if it is repeated: `abc` of `abcabcabc`. */
export const findRepeatedUnit = (password: string): string | undefined =>
  password.match(/^(.+?)\1+$/su)?.[1];
