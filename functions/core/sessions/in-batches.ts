/** How many sessions are changed at the same time. The connections to AWS are limited. */
const BATCH = 20;

/** Runs a task for some items at a time. Stops if it fails. */
export async function inBatches<T>(
  items: readonly T[],
  task: (batch: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < items.length; from += BATCH) {
    await task(items.slice(from, from + BATCH));
  }
}
