import type { SolveCaptcha } from '../captcha.ts';
import { search } from './search.ts';

/**
 * Solves a CAPTCHA in a worker. Where there is none, or a Content-Security-Policy or a bundler
 * prevents it, solves it in the page: keys are derived off the main thread there, too.
 */
export const solveCaptcha: SolveCaptcha = async (challenge, { signal }) => {
  const solution =
    (await searchInWorker(challenge, signal).catch(() => null)) ??
    (await search(challenge, signal));
  return btoa(JSON.stringify({ challenge, solution }));
};

function searchInWorker(
  challenge: Parameters<typeof search>[0],
  signal: AbortSignal | undefined,
): Promise<Awaited<ReturnType<typeof search>> | null> {
  // Bundlers recognise this expression.
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
    signal?.addEventListener('abort', reject);
    worker.postMessage(challenge);
  }).finally(() => worker.terminate()) as ReturnType<typeof searchInWorker>;
}
