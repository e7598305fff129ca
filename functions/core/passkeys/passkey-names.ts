/**
 * The port to the names that users give to their passkeys. The upstream has no operation for that.
 * Each method may throw INTERNAL_ERROR, or TOO_MANY_REQUESTS if the database throttles it.
 */

/** Names by the ID of the passkey. */
export type NamesById = Readonly<Record<string, string>>;

export interface PasskeyNames {
  /** Returns the names of a user's passkeys. */
  read(sub: string): Promise<NamesById>;
  /** Changes them. `change` runs again if another request has changed them meanwhile. */
  change(sub: string, change: (names: NamesById) => NamesById): Promise<void>;
  /** Deletes the names of all passkeys of a user. */
  forget(sub: string): Promise<void>;
}

/** Returns the change that names a passkey. */
export const withName =
  (id: string, name: string) =>
  (names: NamesById): NamesById => ({ ...names, [id]: name });

/** Returns the change that keeps only the names of these passkeys. */
export const onlyNamesOf =
  (ids: readonly string[]) =>
  (names: NamesById): NamesById =>
    Object.fromEntries(Object.entries(names).filter(([id]) => ids.includes(id)));
