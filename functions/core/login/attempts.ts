import { createHmac } from 'node:crypto';
import type { ErrorCode } from '../../../contract/errors/index.ts';
import { ATTEMPTS } from '../../../contract/limits.ts';
import { publicPath } from '../../../contract/routes/index.ts';
import { AuthError } from '../error.ts';
import type { Audit, Clock, Keys } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { CaptchaCheck, Captchas } from './captcha.ts';
import { networkOf } from './network.ts';

/**
 * Counts sign-in attempts before the upstream is asked, so that a burst of parallel guesses cannot
 * slip through.
 */
export interface Attempts {
  /**
   * @throws CAPTCHA_REQUIRED, TOO_MANY_REQUESTS, and INVALID_CREDENTIALS for the same wrong
   * password again.
   */
  begin(guess: Guess): Promise<Attempt>;
}

export interface Guess {
  username: string;
  password: string;
  captcha?: string | undefined;
  address: string;
}

/** One counted attempt, to be settled by its verdict. */
export interface Attempt {
  succeeded(): Promise<void>;
  failed(error: unknown): Promise<void>;
}

/** A counter row: `id` holds the window, so that no row outlives its own. Times in seconds. */
export interface Counter {
  id: string;
  windowEnds: number;
}

/** Wrong passwords in a row at one account, kept as Cognito keeps them. Seconds. */
export interface Failures {
  count: number;
  lastAt: number;
}

/** The parallel step before the upstream is asked. */
export interface CountRequest {
  accountAndIp: Counter;
  account: Counter;
  ip: Counter;
  /** The password's fingerprint: a repeat within the window is not counted at `accountAndIp`. */
  password: { fingerprint: string; repeatSince: number };
  failuresId: string;
  /** A solution to use up, once. */
  captcha: { id: string; expiresAt: number } | undefined;
}

export interface Counts {
  /** Undefined for a repeat, which was not counted there. */
  accountAndIp: number | undefined;
  account: number;
  ip: number;
  failures: Failures | undefined;
  /** Whether the solution was used up just now, by this attempt. */
  captchaUsed: boolean;
}

/** Where attempts are kept. Each method is one parallel step. */
export interface AttemptStore {
  count(request: CountRequest): Promise<Counts>;
  /** Takes 1 back from each counter, and a used solution. */
  giveBack(counters: readonly Counter[], captcha?: { id: string }): Promise<void>;
  /**
   * Forgets the account's own counter at this address and its failures; gives back 1 to the others.
   */
  succeed(request: CountRequest): Promise<void>;
  /**
   * Notes a wrong password: its fingerprint, and one failure more. `seen` is what `count` found.
   */
  fail(request: CountRequest, seen: Failures | undefined, now: number): Promise<void>;
}

export interface AttemptsPorts {
  store: AttemptStore;
  captchas: Captchas;
  keys: Keys;
  audit: Audit;
  clock: Clock;
}

export function attempts(ports: AttemptsPorts): Attempts {
  const { store, captchas, keys, audit, clock } = ports;

  return {
    async begin({ username, password, captcha, address }) {
      const now = inSeconds(clock());
      const { key } = await keys.current('attempts');
      const named = (...parts: string[]) =>
        createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
      const account = named('account', canonicalName(username));
      const network = networkOf(address);
      const ip = named('ip', network);
      const check = captcha === undefined ? undefined : await captchas.check(captcha);
      const request: CountRequest = {
        accountAndIp: counterAt(named('account+ip', account, network), account, now),
        account: counterAt(account, account, now),
        ip: counterAt(ip, ip, now),
        password: {
          fingerprint: named('password', account, network, password),
          repeatSince: now - ATTEMPTS.repeatWindow,
        },
        failuresId: `failures.${account}`,
        captcha: check?.solved
          ? { id: `captcha.${check.id}`, expiresAt: check.expiresAt }
          : undefined,
      };
      const giveBack = () =>
        store.giveBack(
          [request.accountAndIp, request.account, request.ip],
          counts.captchaUsed ? request.captcha : undefined,
        );

      const counts = await store.count(request);

      if (counts.accountAndIp === undefined) {
        await store.giveBack(
          [request.account, request.ip],
          counts.captchaUsed ? request.captcha : undefined,
        );
        throw new AuthError('INVALID_CREDENTIALS', {
          cause: new Error('the same wrong password again'),
        });
      }
      if (counts.accountAndIp > ATTEMPTS.refuseAfter) {
        audit('login_throttled', { account, reason: 'attempts' });
        const wait = Math.max(
          request.accountAndIp.windowEnds - now,
          lockedFor(counts.failures, now),
        );
        throw new AuthError('TOO_MANY_REQUESTS', { retryAfter: wait });
      }
      if (needsCaptcha(counts, now) && !counts.captchaUsed) {
        audit('captcha_demanded', { account });
        throw captchaRequired(check);
      }
      const locked = lockedFor(counts.failures, now);
      if (locked > 0) {
        await giveBack();
        audit('login_throttled', { account, reason: 'lockout' });
        throw new AuthError('TOO_MANY_REQUESTS', { retryAfter: locked });
      }

      return {
        succeeded: () => store.succeed(request),
        async failed(error) {
          const verdict = verdictOf(error);
          audit('login_failed', { account, verdict });
          if (verdict === 'wrong') await store.fail(request, counts.failures, inSeconds(clock()));
          else if (verdict === 'right') await store.succeed(request);
          else await giveBack();
        },
      };
    },
  };
}

/**
 * At least as coarse as Cognito compares names, so that no spelling of a name has a counter of its
 * own.
 */
const canonicalName = (username: string): string =>
  foldCase(username.normalize('NFKC')).normalize('NFKC').trim();

/**
 * Down, up and down again: several small letters share a capital (σ and ς, i and ı), and ẞ meets ss
 * only by way of ß.
 */
const foldCase = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase();

/**
 * The counter of `id` at an instant. Windows of different accounts end at different times, so that
 * there is no instant at which all begin anew; those of one account end together, so that waiting
 * for one is waiting for both.
 */
function counterAt(id: string, phaseFrom: string, now: number): Counter {
  const phase = Buffer.from(phaseFrom, 'base64url').readUInt32BE() % ATTEMPTS.window;
  const index = Math.floor((now + phase) / ATTEMPTS.window);
  return { id: `${id}.${index}`, windowEnds: (index + 1) * ATTEMPTS.window - phase };
}

function needsCaptcha({ accountAndIp = 0, account, ip, failures }: Counts, now: number): boolean {
  const { captchaAfter, lockout } = ATTEMPTS;
  return (
    accountAndIp > captchaAfter.accountAndIp ||
    account > captchaAfter.account ||
    ip > captchaAfter.ip ||
    (isLive(failures, now) && failures.count >= lockout.failures)
  );
}

/**
 * How long the account is locked, in seconds, by Cognito's own rule: 1 s from the fifth failure on,
 * doubling. Applied to every name, because Cognito applies it only to names that exist.
 */
function lockedFor(failures: Failures | undefined, now: number): number {
  const { lockout } = ATTEMPTS;
  if (!isLive(failures, now) || failures.count < lockout.failures) return 0;
  // A second more: times are whole seconds, and ending before Cognito's own lock would show which
  // names have one.
  return (
    failures.lastAt + Math.min(2 ** (failures.count - lockout.failures) + 1, lockout.longest) - now
  );
}

const isLive = (failures: Failures | undefined, now: number): failures is Failures =>
  failures !== undefined && now - failures.lastAt < ATTEMPTS.lockout.longest;

function captchaRequired(check: CaptchaCheck | undefined): AuthError {
  const details = { captcha: { provider: 'altcha', challenge_url: publicPath('captcha') } };
  if (check === undefined) return new AuthError('CAPTCHA_REQUIRED', { details });
  return new AuthError('CAPTCHA_REQUIRED', {
    variant: check.solved ? 'used' : check.issue,
    details,
  });
}

/**
 * What a failure says of the password: it was wrong, it was right and another step follows, or
 * nothing.
 */
function verdictOf(error: unknown): 'wrong' | 'right' | 'none' {
  const code: ErrorCode | undefined = error instanceof AuthError ? error.code : undefined;
  if (code === 'INVALID_CREDENTIALS') return 'wrong';
  return code === 'CHALLENGE_REQUIRED' ? 'right' : 'none';
}
