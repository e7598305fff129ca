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
  for (let index = 0; index <= ATTEMPTS.captchaAfter.accountAndNetwork; index += 1) {
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

/** Makes attempts until a CAPTCHA is required, and returns a solution for the account. */
async function solveDemandedCaptcha(api: Api, username: string): Promise<string> {
  const { error } = await untilCaptcha(api, username);
  return api.solveCaptcha(error);
}

export const abuse = group('abuse', [], {
  'several failures require a CAPTCHA and give its URL': withinWindow(async (api, username) => {
    const { details } = expectError(await untilCaptcha(api, username), 'CAPTCHA_REQUIRED');
    const { provider, challenge_url } = details.captcha as Record<string, string>;
    assert.equal(provider, 'altcha');
    assert.ok(challenge_url?.startsWith(`${publicPath('captcha')}?`), `URL ${challenge_url}`);
  }),
  'a CAPTCHA solution for another account is refused': withinWindow(async (api, username) => {
    const captcha = await solveDemandedCaptcha(api, unknownUsername());
    await untilCaptcha(api, username);
    const { details } = expectError(
      await api.attempt(username, 'wrong', { captcha }),
      'CAPTCHA_REQUIRED',
    );
    assert.equal(details.issue, ERRORS.CAPTCHA_REQUIRED.variants.invalid.details.issue);
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
  'too many failures are TOO_MANY_REQUESTS, with the time to wait and another way in': withinWindow(
    async (api, username) => {
      for (let index = 0; index < ATTEMPTS.strangers.inARow; index += 1) {
        expectError(await api.login(username, `wrong ${index}`), 'INVALID_CREDENTIALS');
      }
      const { details } = expectError(await api.attempt(username, 'one more'), 'TOO_MANY_REQUESTS');
      assert.equal(details.action, 'reset_password');
      const { retry_after: wait = 0 } = details;
      assert.ok(wait > 0 && wait <= ATTEMPTS.lockout.longest + 1, `retry_after ${wait}`);
    },
  ),
});
