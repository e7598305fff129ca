/**
 * Runs something with a signal that follows several others, and waits for it until one of them is
 * aborted. Not `AbortSignal.any`, which React Native lacks.
 * @throws the reason of the signal that was aborted.
 */
export async function runUntil<T>(
  signals: readonly (AbortSignal | undefined)[],
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const abort = () => stop.abort(signals.find((signal) => signal?.aborted)?.reason);
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason));
  });
  for (const signal of signals) {
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
  }
  try {
    return await Promise.race([run(stop.signal), stopped]);
  } finally {
    for (const signal of signals) signal?.removeEventListener('abort', abort);
  }
}
