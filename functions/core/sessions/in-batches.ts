/** How many sessions are changed at the same time. The connections to AWS are limited. */
const BATCH = 20;

/** Runs a task for every item, some at the same time. Stops after a batch in which one fails. */
export async function inBatches<T>(
  items: readonly T[],
  task: (item: T) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < items.length; from += BATCH) {
    await Promise.all(items.slice(from, from + BATCH).map(task));
  }
}
