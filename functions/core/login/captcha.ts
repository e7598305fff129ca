import { captcha as route } from '../../../contract/routes/captcha.ts';
import { publicPathOf } from '../../../contract/routes/route.ts';
import type { CaptchaResponse } from '../../../contract/schemas/index.ts';
import { AuthError } from '../error.ts';
import type { Audit } from '../ports.ts';
import type { Input, Reply } from '../use-case.ts';
import type { CaptchaUse } from './attempt-store.ts';
import type { NamedAccount } from './guess.ts';

/**
 * The result of checking a CAPTCHA solution without a store. The attempts reject a solution that
 * was used before.
 */
export type CaptchaCheck =
  | {
      solved: true;
      id: string;
      /** Seconds since the epoch. */
      expiresAt: number;
    }
  | { solved: false; issue: 'invalid' | 'expired' };

export interface Captchas {
  /** Issues a challenge for one account. `account` is opaque. */
  challenge(account: string): Promise<CaptchaResponse>;
  /** Checks a solution. The solution of a challenge for another account is invalid. */
  check(solution: string, account: string): Promise<CaptchaCheck>;
}

/**
 * Issues a challenge for the account that `challenge_url` names. Nothing is stored: the challenge is
 * signed and contains its account and its expiry.
 */
export async function captcha(
  { captchas }: { captchas: Captchas },
  { query }: Input<'captcha'>,
): Promise<Reply> {
  return { body: await captchas.challenge(query.account) };
}

/** Returns the URL of a challenge for one account, relative to the API's origin. */
export const challengeUrl = (account: string): string =>
  `${publicPathOf(route)}?${new URLSearchParams({ account })}`;

/** Reads the solution that came with a request for an account. */
export async function readCaptcha(
  captchas: Captchas,
  solution: string | undefined,
  { captchaAccount }: Pick<NamedAccount, 'captchaAccount'>,
): Promise<
  { solved: true; use: CaptchaUse } | { solved: false; issue?: 'invalid' | 'expired' | undefined }
> {
  if (solution === undefined) return { solved: false };
  const check = await captchas.check(solution, captchaAccount);
  if (!check.solved) return check;
  return { solved: true, use: { id: `captcha.${check.id}`, expiresAt: check.expiresAt } };
}

export interface DemandPorts {
  captchas: Captchas;
  audit: Audit;
}

/** @throws {CAPTCHA_REQUIRED} if a request for an account came without a valid solution. */
export async function requireSolution(
  ports: DemandPorts,
  solution: string | undefined,
  named: NamedAccount,
): Promise<CaptchaUse> {
  const read = await readCaptcha(ports.captchas, solution, named);
  if (read.solved) return read.use;
  throw demandCaptcha(ports, named, read.issue);
}

/** Audits that a request needs a CAPTCHA. Returns the error for the client. */
export function demandCaptcha(
  { audit }: Pick<DemandPorts, 'audit'>,
  named: NamedAccount,
  issue?: 'used' | 'invalid' | 'expired',
): AuthError {
  audit('captcha_demanded', { account: named.account });
  return captchaRequired(named, issue);
}

/** The error that asks the client to solve a CAPTCHA. */
export const captchaRequired = (
  { captchaAccount }: Pick<NamedAccount, 'captchaAccount'>,
  variant?: 'used' | 'invalid' | 'expired',
): AuthError =>
  new AuthError('CAPTCHA_REQUIRED', {
    variant,
    details: { captcha: { provider: 'altcha', challenge_url: challengeUrl(captchaAccount) } },
  });
