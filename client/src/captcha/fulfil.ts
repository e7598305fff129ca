import type { CaptchaChallenge, CaptchaDemand, SolveCaptcha } from '../captcha.ts';
import { repeat } from '../retry.ts';
import { solveCaptcha } from './solve.ts';
import { runUntil } from './until.ts';

interface DemandPorts {
  /** Reads the challenge. */
  read(url: string, signal: AbortSignal): Promise<unknown>;
  /** Sends the request again, with a solution. */
  send(captcha: string): Promise<unknown>;
  /** Defaults to a search in a worker. */
  solve: SolveCaptcha | undefined;
  /** Each of them stops the search. */
  signals: readonly (AbortSignal | undefined)[];
}

/**
 * Solves a CAPTCHA and sends the request again.
 * @throws {AuthError} the demand, if no solution was found. Its `cause` tells why.
 * @throws the reason of a signal that was aborted.
 */
export async function fulfil(
  demand: CaptchaDemand,
  { read, send, solve = solveCaptcha, signals }: DemandPorts,
): Promise<unknown> {
  const solution = await runUntil(signals, async (signal) => {
    const challenge = await repeat(() => read(demand.details.captcha.challenge_url, signal), {
      signal,
    });
    return solve(challenge as CaptchaChallenge, { signal }).catch((cause) => {
      throw Object.assign(demand, { cause });
    });
  });
  return send(solution);
}
