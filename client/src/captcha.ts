import type { AuthError } from './errors.ts';
import type { Routes } from './generated/contract.ts';

/** What `GET /auth/captcha` answers. */
export type CaptchaChallenge = Routes['captcha']['output'];

/** Solves a challenge. Returns what the service expects as `captcha`. */
export type SolveCaptcha = (
  challenge: CaptchaChallenge,
  options: { signal?: AbortSignal | undefined },
) => Promise<string>;

/** The service demands a CAPTCHA. */
export type CaptchaDemand = Extract<AuthError, { code: 'CAPTCHA_REQUIRED' }>;
