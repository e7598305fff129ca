import { publicPath } from '../../../contract/routes/index.ts';
import type { CaptchaResponse } from '../../../contract/schemas/index.ts';
import type { Input, Reply } from '../use-case.ts';

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
  `${publicPath('captcha')}?${new URLSearchParams({ account })}`;
