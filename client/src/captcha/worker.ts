/** Solves the CAPTCHA that a message contains, and answers with the solution or nothing. */

import type { CaptchaChallenge } from '../captcha.ts';
import { search } from './search.ts';

addEventListener('message', async ({ data }: MessageEvent<CaptchaChallenge>) => {
  postMessage(await search(data).catch(() => null));
});
