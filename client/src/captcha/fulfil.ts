import type { CaptchaChallenge, CaptchaDemand, SolveCaptcha } from '../captcha.ts';
import { repeat } from '../retry.ts';
import { solveCaptcha } from './solve.ts';

interface DemandPorts {
  /** Reads the challenge. */
  read(url: string): Promise<unknown>;
  /** Sends the request again, with a solution. */
  send(captcha: string): Promise<unknown>;
  /** Defaults to a search in a worker. */
  solve: SolveCaptcha | undefined;
  signal: AbortSignal | undefined;
}

/**
 * Solves a CAPTCHA and sends the request again.
 * @throws {AuthError} the demand, if no solution was found. Its `cause` tells why.
 */
export async function fulfil(
  demand: CaptchaDemand,
  { read, send, solve = solveCaptcha, signal }: DemandPorts,
): Promise<unknown> {
  const url = demand.details.captcha.challenge_url;
  const challenge = await repeat(() => read(url), { signal });
  const solution = await solve(challenge as CaptchaChallenge, { signal }).catch((cause) => {
    throw signal?.aborted ? signal.reason : Object.assign(demand, { cause });
  });
  return send(solution);
}
