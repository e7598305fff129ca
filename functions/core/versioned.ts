/** A stored row, and the version that a change of it must replace. Both undefined: no row. */
export interface Versioned<Row> {
  row: Row | undefined;
  version: string | undefined;
}
