/** What only the errors page and OpenAPI need of a code. What runs is in `contract/errors/`. */
export interface ErrorProse {
  /** One line for tables. */
  description: string;
  causes: readonly string[];
  /** What to do. The first line also stands in the tables. */
  solution: readonly string[];
  /** Members of `details` in an example, beside those of the row. */
  example?: Readonly<Record<string, unknown>>;
}
