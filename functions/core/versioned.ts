/** A stored row, and the version that a change of it must replace. Both undefined: no row. */
export interface Versioned<Row> {
  row: Row | undefined;
  version: string | undefined;
}

/** Stands for a row that was not read before its change. The store reads it if it exists. */
export const UNREAD: Versioned<never> = { row: undefined, version: undefined };
