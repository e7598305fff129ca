/** Limits on how many executions of one function run at the same time. */
export interface Concurrency {
  /** Maximum number. It is subtracted from what the account's other functions can use. */
  reserved?: number;
  /** Number that is kept warm. AWS charges for these even when they are idle. */
  provisioned?: number;
}

/**
 * Checks the numbers and that they agree.
 * @param setting the name of the setting, which error messages begin with
 * @throws {TypeError} if a number is not a positive integer, or `provisioned` exceeds `reserved`
 */
export function checkConcurrency(setting: string, { reserved, provisioned }: Concurrency): void {
  for (const [kind, value] of Object.entries({ reserved, provisioned })) {
    if (value !== undefined && !(Number.isInteger(value) && value > 0)) {
      throw new TypeError(`${setting}.${kind} must be a positive integer, got ${value}.`);
    }
  }
  if (reserved !== undefined && provisioned !== undefined && provisioned > reserved) {
    throw new TypeError(
      `${setting}.provisioned must not exceed reserved (${reserved}), got ${provisioned}.`,
    );
  }
}
