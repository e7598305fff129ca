import type { CaptchaResponse } from '../../../contract/schemas/index.ts';
import type { Reply } from '../use-case.ts';

/** A solution is checked on CPU alone; that it is used once is for the attempts to see. */
export type CaptchaCheck =
  | { solved: true; id: string; expiresAt: number }
  | { solved: false; issue: 'invalid' | 'expired' };

export interface Captchas {
  challenge(): Promise<CaptchaResponse>;
  check(solution: string): Promise<CaptchaCheck>;
}

/** Hands out a challenge. Nothing is kept: its signature and lifetime say all. */
export async function captcha({ captchas }: { captchas: Captchas }): Promise<Reply> {
  return { body: await captchas.challenge() };
}
