import type { SolveCaptcha } from '../captcha.ts';
import { searchInWorker } from './in-worker.ts';
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
