import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { CaptchaResponse } from '../contract/schemas/index.ts';

/**
 * Solves a CAPTCHA challenge.
 * @returns the challenge with its solution as base64 of JSON, as the ALTCHA widget sends it.
 */
export async function solveCaptcha(challenge: CaptchaResponse): Promise<string> {
  const parameters = challenge.parameters as Parameters<typeof deriveKey>[0];
  const solution = await solveChallenge({ challenge: { ...challenge, parameters }, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}
