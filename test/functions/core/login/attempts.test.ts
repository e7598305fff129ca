import { expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../../../contract/limits.ts';
import type { Counts } from '../../../../functions/core/login/attempt-store.ts';
import { attempts } from '../../../../functions/core/login/attempts.ts';
import { frozenClock } from '../../../support/clock.ts';
import { catchFailure } from '../../../support/failure.ts';
import { fixedKeys } from '../../../support/keys.ts';

/** Returns attempts over a store with fixed counts. */
function createAttempts(counts: Partial<Counts>) {
  const clock = frozenClock();
  const nothing = async () => {};
  const store = {
    count: async () => ({
      accountAndIp: 1,
      account: 1,
      ip: 1,
      failures: undefined,
      captchaUsed: false,
      ...counts,
    }),
    giveBack: nothing,
    succeed: nothing,
    fail: nothing,
  };
  const captchas = {
    challenge: () => Promise.reject(new Error('not asked here')),
    check: async () => ({ solved: true, id: 'solution', expiresAt: clock.seconds() + 60 }) as const,
  };
  return attempts({ store, captchas, keys: fixedKeys('k1'), audit: () => {}, clock });
}
const guess = { username: 'owner', password: 'wrong', captcha: 'solved', address: '192.0.2.1' };

test('retryAfter covers both the end of the window and the end of the lockout', async () => {
  const lastAt = frozenClock().seconds();
  const failures = { count: ATTEMPTS.lockout.failures + 10, lastAt };
  const failure = await catchFailure(
    createAttempts({ accountAndIp: ATTEMPTS.refuseAfter + 1, captchaUsed: true, failures }).begin(
      guess,
    ),
  );
  expect(failure).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    options: { retryAfter: ATTEMPTS.lockout.longest },
  });
});
