/** The names that people type to sign in. */

/**
 * Which names may sign in. `any` is for user pools that accept other names than e-mail addresses.
 */
export type NameSetting = 'email' | 'any';

const EMAIL = /^.+@[^@]+$/su;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Checks whether a name may sign in. An e-mail address must be distinct. A UUID may not sign in:
 * Cognito accepts the `sub` of a user as a second name, and guesses by two names would be counted
 * apart.
 */
export function isAllowedName(username: string, setting: NameSetting): boolean {
  const name = toCanonicalName(username);
  if (setting === 'any') return !UUID.test(name);
  return EMAIL.test(name) && isDistinctName(username);
}

/**
 * Returns the same text for all spellings of a username that Cognito could treat as equal, so that
 * no spelling has a counter of its own.
 */
export const toCanonicalName = (username: string): string =>
  foldCase(username.normalize('NFKC')).normalize('NFKC').trim();

/**
 * Checks whether no other distinct name shares the counters, devices and codes of this one. A
 * stranger could otherwise act on those of `victim@example.com` by the name `vıctim@example.com`,
 * which Cognito tells apart. Only the case of ASCII letters may differ: for these, Cognito certainly
 * treats upper and lower case as equal.
 */
export const isDistinctName = (username: string): boolean =>
  toCanonicalName(username) === username.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** What is wrong with a name that is not distinct. */
export const NOT_DISTINCT =
  'must not contain characters that count as others, such as \u0131 or \u00df';

/**
 * Converts to lower, upper and lower case again. Several lower-case letters share an upper-case one
 * (σ and ς, i and ı), and ẞ becomes ss only by way of ß. The lower case of İ is i, with a dot above
 * in the full mapping of Unicode and without one in the simple mapping.
 */
const foldCase = (text: string): string =>
  text.toLowerCase().toUpperCase().toLowerCase().replaceAll('i\u0307', 'i');
