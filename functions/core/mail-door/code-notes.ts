/**
 * Remembers for a few minutes which code of an account is being entered, so that the same request
 * can complete an entry that failed halfway. Each method may throw INTERNAL_ERROR, or
 * TOO_MANY_REQUESTS if the database throttles it. `now` is in seconds since the epoch.
 */
export interface CodeNotes {
  find(id: string, now: number): Promise<string | undefined>;
  /** Replaces the note. Returns the former one. */
  swap(id: string, fingerprint: string, now: number): Promise<string | undefined>;
  delete(id: string): Promise<void>;
}
