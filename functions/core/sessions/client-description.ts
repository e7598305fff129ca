/**
 * Describes the client of a sign-in, so that its user recognises it in the list of sessions. The
 * description consists of names in this file. No text of the client is stored.
 */

/** Names by a part of the `User-Agent`. The first match applies: Edge contains `Chrome/`, too. */
type Names = readonly (readonly [part: string, name: string])[];

const BROWSERS: Names = [
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
  ['curl/', 'curl'],
];

const SYSTEMS: Names = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['CrOS', 'ChromeOS'],
  ['Mac OS X', 'Mac'],
  ['Linux', 'Linux'],
];

/** How much of a `User-Agent` is read, in UTF-16 code units. */
const LONGEST_READ = 512;

/**
 * Returns the browser and the system, such as `Firefox on Windows`, or the one of them that is
 * known. Versions are left out: they change while a device stays the same. Returns undefined if
 * neither is known.
 */
export function describeClient(userAgent: string | undefined): string | undefined {
  const text = userAgent?.slice(0, LONGEST_READ) ?? '';
  const find = (names: Names) => names.find(([part]) => text.includes(part))?.[1];
  const known = [find(BROWSERS), find(SYSTEMS)].filter((name) => name !== undefined);
  return known.length > 0 ? known.join(' on ') : undefined;
}
