import assert from 'node:assert/strict';
import { ERRORS } from '../../contract/errors/index.ts';
import { ATTEMPTS } from '../../contract/limits.ts';
import { publicPath } from '../../contract/routes/index.ts';
import type { Api } from '../api.ts';
import { type Check, group } from '../check.ts';
import { expectError } from '../expect.ts';
import { unknownUsername } from '../unknown-username.ts';

/** Makes attempts until a CAPTCHA is required. */
async function untilCaptcha(api: Api, username: string) {
  for (let index = 0; index <= ATTEMPTS.captchaAfter.accountAndIp; index += 1) {
    const answer = await api.attempt(username, `wrong ${index}`);
    if (answer.error?.code === 'CAPTCHA_REQUIRED') return answer;
  }
  throw new assert.AssertionError({ message: 'a CAPTCHA must be required' });
}

/**
 * Runs a check with a new username, and again with another one if it fails. The attempt window of
 * the first may have ended meanwhile, which resets the counts. Windows of usernames end at
 * different times.
 */
const withinWindow =
  (run: (api: Api, username: string) => Promise<void>): Check['run'] =>
  ({ api }) =>
    run(api, unknownUsername()).catch(() => run(api, unknownUsername()));

export const abuse = group('abuse', [], {
  'several failures require a CAPTCHA and give its URL': withinWindow(async (api, username) => {
    const { details } = expectError(await untilCaptcha(api, username), 'CAPTCHA_REQUIRED');
    assert.deepEqual(details.captcha, { provider: 'altcha', challenge_url: publicPath('captcha') });
  }),
  'a CAPTCHA solution works once': withinWindow(async (api, username) => {
    await untilCaptcha(api, username);
    const captcha = await api.solveCaptcha();
    expectError(
      await api.attempt(username, 'wrong with a solution', { captcha }),
      'INVALID_CREDENTIALS',
    );
    const again = expectError(
      await api.attempt(username, 'wrong with the same solution', { captcha }),
      'CAPTCHA_REQUIRED',
    );
    assert.equal(again.details.issue, ERRORS.CAPTCHA_REQUIRED.variants.used.details.issue);
  }),
  'a forged CAPTCHA solution is refused': withinWindow(async (api, username) => {
    await untilCaptcha(api, username);
    const { details } = expectError(
      await api.attempt(username, 'wrong', { captcha: 'forged' }),
      'CAPTCHA_REQUIRED',
    );
    assert.equal(details.issue, ERRORS.CAPTCHA_REQUIRED.variants.invalid.details.issue);
  }),
  'the same wrong password again gets the same answer': withinWindow(async (api, username) => {
    const answers = [];
    const first = await api.login(username, 'typo');
    for (const _ of [1, 2, 3, 4, 5]) answers.push((await api.attempt(username, 'typo')).text);
    assert.deepEqual(new Set(answers), new Set([first.text]));
  }),
  'too many failures are TOO_MANY_REQUESTS, with the time to wait': withinWindow(
    async (api, username) => {
      for (let index = 0; index < ATTEMPTS.refuseAfter; index += 1) {
        await api.attempt(username, `wrong ${index}`);
      }
      const wait =
        expectError(await api.attempt(username, 'one more'), 'TOO_MANY_REQUESTS').details
          .retry_after ?? 0;
      assert.ok(wait > 0 && wait <= ATTEMPTS.window, `retry_after ${wait}`);
    },
  ),
});
