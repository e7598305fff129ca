import type { CaptchaChallenge, SolveCaptcha } from '../captcha.ts';
import { type Solution, search } from './search.ts';

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

async function searchInWorker(
  challenge: CaptchaChallenge,
  signal: AbortSignal | undefined,
): Promise<Solution | null> {
  // Bundlers recognise this expression.
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data as Solution | null);
      worker.onerror = reject;
      signal?.addEventListener('abort', reject);
      worker.postMessage(challenge);
    });
  } finally {
    worker.terminate();
  }
}
