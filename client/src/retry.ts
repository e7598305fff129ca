import { AuthError } from './errors.ts';

/** The published number of tries. */
export const TRIES = 3;

/** A user does not wait longer than this for a retry, in seconds. */
export const LONGEST_WAIT = 30;

/**
 * Returns the seconds to wait after the failure of a try, counted from 0: what the service asks
 * for, and up to 1, 2, 4 … seconds at random ("full jitter"), so that clients do not return together.
 */
export const backOff = (attempt: number, retryAfter = 0, random: () => number = Math.random) =>
  retryAfter + random() * 2 ** attempt;

/**
 * Sends a request up to three times, as long as its failure is temporary.
 * @throws what the last try threw.
 * @throws the reason of the signal, if it was aborted during a wait. If that is null, what the last
 * try threw.
 */
export async function repeat<T>(
  send: () => Promise<T>,
  { tries = TRIES, signal }: { tries?: number; signal?: AbortSignal | undefined },
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const isLast = attempt + 1 >= tries;
      if (isLast || !(error instanceof AuthError) || error.action !== 'retry') throw error;
      if ((error.retryAfter ?? 0) > LONGEST_WAIT) throw error;
      await sleep(backOff(attempt, error.retryAfter), signal).catch(() => {
        throw signal?.reason ?? error;
      });
    }
  }
}

/** Waits some seconds. Rejects when the signal is aborted. */
const sleep = (seconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(end, seconds * 1_000);
    function end(aborted?: unknown) {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      if (aborted) reject();
      else resolve();
    }
    signal?.addEventListener('abort', end);
  });
