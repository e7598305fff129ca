/** The texts of a code for the errors page and OpenAPI. Its row is in `contract/errors/`. */
export interface ErrorProse {
  /** One line for tables. */
  description: string;
  causes: readonly string[];
  /** Steps that solve the problem. The first one is also in the tables. */
  solution: readonly string[];
  /** Members of `details` in an example, in addition to those of the row. */
  example?: Readonly<Record<string, unknown>>;
}
