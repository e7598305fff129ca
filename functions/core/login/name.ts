/** The names that people type to sign in. */

/**
 * Which names may sign in. `any` is for user pools that accept other names than e-mail addresses.
 */
export type NameSetting = 'email' | 'any';

const EMAIL = /^.+@[^@]+$/su;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Checks whether a name may sign in. A UUID may not: Cognito accepts the `sub` of a user as a second
 * name, and guesses by two names would be counted apart.
 *
 * An e-mail address must not contain a compatibility character, such as the ligature ﬁ. Cognito
 * tells `ﬁ@x` from `fi@x`, and both have one canonical name. The owner of one would otherwise clear
 * the counters of the other, and be known to it as a device.
 */
export function isAllowedName(username: string, setting: NameSetting): boolean {
  const name = toCanonicalName(username);
  if (UUID.test(name)) return false;
  return setting === 'any' || (EMAIL.test(name) && !hasCompatibilityCharacter(username));
}

const hasCompatibilityCharacter = (text: string): boolean =>
  text.normalize('NFKC') !== text.normalize('NFC');

/**
 * Returns the same text for all spellings of a username that Cognito could treat as equal, so that
 * no spelling has a counter of its own.
 */
export const toCanonicalName = (username: string): string =>
  foldCase(username.normalize('NFKC')).normalize('NFKC').trim();

/**
 * Converts to lower, upper and lower case again. Several lower-case letters share an upper-case one
 * (σ and ς, i and ı), and ẞ becomes ss only by way of ß. The lower case of İ is i, with a dot above
 * in the full mapping of Unicode and without one in the simple mapping.
 */
const foldCase = (text: string): string =>
  text.toLowerCase().toUpperCase().toLowerCase().replaceAll('i\u0307', 'i');
