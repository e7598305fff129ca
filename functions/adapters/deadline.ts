/**
 * Runs work that must end before a deadline. The signal asks the work to stop. The result does not
 * depend on that: at the deadline the promise rejects, even if the work ignores the signal. A shared
 * promise therefore never outlives its deadline.
 * @param deadlineMs Limit in milliseconds.
 * @throws {TimeoutError} if the work has not ended by then.
 */
export async function withDeadline<T>(
  deadlineMs: number,
  work: (abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`not finished after ${deadlineMs} ms`);
    error.name = 'TimeoutError';
    // The caller must see this error, so it comes before those that the signal causes.
    reject(error);
    controller.abort(error);
  }, deadlineMs);
  try {
    return await Promise.race([work(controller.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
