/** The solver finds what the service accepts. */

import { expect, test } from '@jest/globals';
import { createChallenge, solveChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { search } from '../../client/src/captcha/search.ts';
import { solveCaptcha } from '../../client/src/captcha/solve.ts';
import type { CaptchaChallenge } from '../../client/src/index.ts';
import { altchaCaptchas } from '../../functions/adapters/altcha.ts';
import { frozenClock } from '../support/clock.ts';
import { fixedKeys } from '../support/keys.ts';

const SECRET = 'secret';

/** A challenge that takes little work. */
const challengeWith = async (options: object = {}) =>
  (await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: 10,
    deriveKey,
    data: { kid: 'k', account: 'a' },
    hmacSignatureSecret: SECRET,
    ...options,
  })) as unknown as CaptchaChallenge;

test('the service accepts the solution of its challenge', async () => {
  const captchas = altchaCaptchas({
    keys: fixedKeys('k1'),
    clock: frozenClock(new Date().toISOString()),
  });
  const solution = await solveCaptcha(await captchas.challenge('account'), {});
  await expect(captchas.check(solution, 'account')).resolves.toMatchObject({ solved: true });
  await expect(captchas.check(solution, 'another')).resolves.toMatchObject({ solved: false });
});

test.each([
  ['PBKDF2/SHA-256', '00', 32],
  ['PBKDF2/SHA-384', '0', 48],
  ['PBKDF2/SHA-512', 'AB', 16],
])(
  'finds the solution of the library: %s, prefix %s, %i bytes',
  async (algorithm, keyPrefix, keyLength) => {
    const challenge = await challengeWith({ algorithm, keyPrefix, keyLength });
    const found = await search(challenge);
    const expected = await solveChallenge({ challenge: challenge as never, deriveKey });
    expect(found).toMatchObject({ counter: expected?.counter, derivedKey: expected?.derivedKey });
    const verified = await verifySolution({
      challenge: challenge as never,
      solution: found,
      deriveKey,
      hmacSignatureSecret: SECRET,
    });
    expect(verified.verified).toBe(true);
  },
);

test('rejects an algorithm that it does not know', async () => {
  const challenge = await challengeWith();
  const parameters = { ...challenge.parameters, algorithm: 'ARGON2ID' };
  await expect(search({ ...challenge, parameters })).rejects.toThrow('got ARGON2ID');
});

test('stops when its signal is aborted', async () => {
  // No key has a prefix that is longer than itself.
  const challenge = await challengeWith({ keyPrefix: '00'.repeat(32) });
  const stop = new AbortController();
  const solving = solveCaptcha(challenge, { signal: stop.signal });
  stop.abort(new Error('left'));
  await expect(solving).rejects.toThrow('left');
});
