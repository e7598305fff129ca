import type { CaptchaResponse } from '../../../contract/schemas/index.ts';
import type { Reply } from '../use-case.ts';

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
  challenge(): Promise<CaptchaResponse>;
  check(solution: string): Promise<CaptchaCheck>;
}

/** Issues a challenge. Nothing is stored: the challenge is signed and contains its expiry. */
export async function captcha({ captchas }: { captchas: Captchas }): Promise<Reply> {
  return { body: await captchas.challenge() };
}
