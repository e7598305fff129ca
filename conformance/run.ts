import { Api } from './api.ts';
import type { Check, Deployment } from './check.ts';
import { abuse } from './checks/abuse.ts';
import { faults } from './checks/faults.ts';
import { gateway } from './checks/gateway.ts';
import { origins } from './checks/origins.ts';
import { refusals } from './checks/refusals.ts';
import { sessions } from './checks/sessions.ts';
import { anonymousSuccess, success } from './checks/success.ts';

export interface Result {
  check: Check;
  outcome: 'passed' | 'failed' | 'left out';
  /** What was missed, or what the check would have needed. */
  reason: string;
  seconds: number;
}

/** What a caller knows of the deployment; checks that need more are left out. */
type Known = { [Fact in Exclude<keyof Deployment, 'api'>]?: Deployment[Fact] | undefined };

export interface Options extends Known {
  baseUrl: string;
  /** The deployment is the sandbox: its fault credentials are checked too. */
  sandbox?: boolean;
  /** Only the checks whose name matches. */
  only?: RegExp | undefined;
}

/** The failures come last: they use up the address's free attempts. */
const CHECKS = [...anonymousSuccess, ...success, ...sessions, ...refusals, ...origins, ...gateway];

/**
 * @throws {Error} when nobody answers at the URL, which would otherwise be a miss of every check.
 */
export async function reach(baseUrl: string): Promise<void> {
  await new Api(baseUrl).call('captcha').catch((error: unknown) => {
    throw new Error(`No answer from ${baseUrl}: ${reasonOf(error)}`);
  });
}

/** What went wrong, in one line. `fetch` says it in the cause only. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, message } = (error.cause ?? {}) as NodeJS.ErrnoException;
  return error.message === 'fetch failed' ? (code ?? message ?? error.message) : error.message;
}

/** Runs every check, one after the other. */
export async function runConformance({
  baseUrl,
  sandbox = false,
  only,
  ...known
}: Options): Promise<Result[]> {
  const api = new Api(baseUrl);
  const results: Result[] = [];
  const checks = [...CHECKS, ...(sandbox ? faults : []), ...abuse];
  for (const check of checks.filter(({ name }) => only === undefined || only.test(name))) {
    const missing = check.needs.filter((need) => known[need] === undefined);
    if (missing.length > 0) {
      results.push({
        check,
        outcome: 'left out',
        reason: `needs ${missing.join(', ')}`,
        seconds: 0,
      });
      continue;
    }
    const start = performance.now();
    const reason = await check.run({ api, ...known } as Deployment).then(() => undefined, reasonOf);
    const seconds = (performance.now() - start) / 1_000;
    results.push({
      check,
      outcome: reason === undefined ? 'passed' : 'failed',
      reason: reason ?? '',
      seconds,
    });
  }
  return results;
}
