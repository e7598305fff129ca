import type { CaptchaChallenge } from '../captcha.ts';
import type { Solution } from './search.ts';

/**
 * Searches in a worker. Returns null if the worker fails. In React Native, `no-worker.ts` takes the
 * place of this file.
 */
export async function searchInWorker(
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
