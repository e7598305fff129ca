/** Thrown when a call to AWS takes longer than its deadline. */
class DeadlineError extends Error {
  constructor(ms: number) {
    super(`no complete answer within ${ms} ms`);
    this.name = 'TimeoutError';
  }
}

/**
 * Calls an operation with one deadline for all its tries and for the whole answer. The SDK's own
 * time-outs end when the headers arrive, so an answer that trickles would never end.
 * @param ms milliseconds until the signal aborts and the returned promise rejects
 * @throws {DeadlineError} if the operation is still running then, even if it ignores the signal
 */
export async function withDeadline<T>(
  ms: number,
  operation: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DeadlineError(ms);
      abort.abort(error);
      reject(error);
    }, ms);
  });
  try {
    return await Promise.race([operation(abort.signal), expiry]);
  } finally {
    clearTimeout(timer);
  }
}
