import { publicPath } from '../../../contract/routes/index.ts';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { Audit, Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import { isCaptchaMissing, isOverLimit, isRepeat, remainingLockout } from './attempt-limits.ts';
import type { AttemptStore, CountRequest, Counts } from './attempt-store.ts';
import type { CaptchaCheck, Captchas } from './captcha.ts';
import { createCountRequest, type Guess } from './count-request.ts';

/**
 * Limits sign-in attempts. Each attempt is counted before the upstream is asked, so that a burst of
 * parallel guesses cannot exceed the limits.
 */
export interface Attempts {
  /**
   * Counts an attempt and decides about it.
   * @throws {CAPTCHA_REQUIRED} if the attempt needs a CAPTCHA solution.
   * @throws {TOO_MANY_REQUESTS} if the limit is reached or the account is locked.
   * @throws {INVALID_CREDENTIALS} if the attempt repeats the last wrong password.
   */
  begin(guess: Guess): Promise<Attempt>;
}

/** A counted attempt. The caller must report its outcome. */
export interface Attempt {
  succeeded(): Promise<void>;
  failed(error: unknown): Promise<void>;
}

export interface AttemptsPorts {
  store: AttemptStore;
  captchas: Captchas;
  keys: ServiceKeys;
  audit: Audit;
  clock: Clock;
}

interface CountedAttempt {
  /** Fingerprint of the account. */
  account: string;
  request: CountRequest;
  counts: Counts;
  check: CaptchaCheck | undefined;
  /** Seconds since the epoch. */
  countedAt: number;
}

export const attempts = (ports: AttemptsPorts): Attempts => ({
  async begin(guess) {
    const attempt = await count(ports, guess);
    const { counts, countedAt } = attempt;
    if (isRepeat(counts)) return refuseRepeat(ports, attempt);
    if (isOverLimit(counts)) return refuseUntilWindowEnds(ports, attempt);
    if (isCaptchaMissing(counts, countedAt)) return demandCaptcha(ports, attempt);
    if (remainingLockout(counts, countedAt) > 0) return refuseWhileLocked(ports, attempt);
    return proceed(ports, attempt);
  },
});

async function count(
  { store, captchas, keys, clock }: AttemptsPorts,
  guess: Guess,
): Promise<CountedAttempt> {
  const countedAt = inSeconds(clock());
  const key = await keys.permanent('counters');
  const check = guess.captcha === undefined ? undefined : await captchas.check(guess.captcha);
  const { account, request } = createCountRequest(guess, { key, check, now: countedAt });
  return { account, request, counts: await store.count(request), check, countedAt };
}

async function refuseRepeat(
  { store }: AttemptsPorts,
  { request, counts }: CountedAttempt,
): Promise<never> {
  await store.giveBack([request.account, request.ip], usedCaptcha(request, counts));
  throw new AuthError('INVALID_CREDENTIALS', {
    cause: new Error('the same wrong password again'),
  });
}

function refuseUntilWindowEnds(
  { audit }: AttemptsPorts,
  { account, request, counts, countedAt }: CountedAttempt,
): never {
  audit('login_throttled', { account, reason: 'attempts' });
  const untilWindowEnds = request.accountAndIp.windowEnds - countedAt;
  throw new AuthError('TOO_MANY_REQUESTS', {
    retryAfter: Math.max(untilWindowEnds, remainingLockout(counts, countedAt)),
  });
}

function demandCaptcha({ audit }: AttemptsPorts, { account, check }: CountedAttempt): never {
  audit('captcha_demanded', { account });
  const details = { captcha: { provider: 'altcha', challenge_url: publicPath('captcha') } };
  if (check === undefined) throw new AuthError('CAPTCHA_REQUIRED', { details });
  throw new AuthError('CAPTCHA_REQUIRED', {
    variant: check.solved ? 'used' : check.issue,
    details,
  });
}

async function refuseWhileLocked(ports: AttemptsPorts, attempt: CountedAttempt): Promise<never> {
  const { account, counts, countedAt } = attempt;
  await giveBack(ports, attempt);
  ports.audit('login_throttled', { account, reason: 'lockout' });
  throw new AuthError('TOO_MANY_REQUESTS', { retryAfter: remainingLockout(counts, countedAt) });
}

function proceed(ports: AttemptsPorts, attempt: CountedAttempt): Attempt {
  const { store, audit, clock } = ports;
  const { account, request, counts } = attempt;
  return {
    succeeded: () => store.succeed(request),
    async failed(error) {
      const verdict = passwordVerdict(error);
      audit('login_failed', { account, verdict });
      if (verdict === 'wrong') await store.fail(request, counts.failures, inSeconds(clock()));
      else if (verdict === 'right') await store.succeed(request);
      else await giveBack(ports, attempt);
    },
  };
}

/** Undoes the counting of an attempt. */
const giveBack = ({ store }: AttemptsPorts, { request, counts }: CountedAttempt): Promise<void> =>
  store.giveBack([request.accountAndIp, request.account, request.ip], usedCaptcha(request, counts));

const usedCaptcha = ({ captcha }: CountRequest, { captchaUsed }: Counts) =>
  captchaUsed ? captcha : undefined;

/**
 * What an error means for the password: `right` if another step must follow, `none` if the upstream
 * gave no verdict.
 */
function passwordVerdict(error: unknown): 'wrong' | 'right' | 'none' {
  if (!(error instanceof AuthError)) return 'none';
  if (error.code === 'INVALID_CREDENTIALS') return 'wrong';
  return error.code === 'CHALLENGE_REQUIRED' ? 'right' : 'none';
}
