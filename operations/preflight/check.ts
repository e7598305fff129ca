/** The checks before a deployment, and how their results are printed. None changes anything. */

import type { Stage } from '../../lib/config/stages.ts';
import { explain } from '../frame/explain.ts';

export const STATUSES = ['passed', 'failed', 'skipped'] as const;
type Status = (typeof STATUSES)[number];

/** What was found. For what failed, `detail` also says what to do. */
export interface Finding {
  status: Status;
  detail: string;
}

/** Where the stage is to be deployed. */
export interface Target extends Stage {
  account: string;
  region: string;
}

export interface Check {
  name: string;
  find(target: Target): Promise<Finding>;
}

export interface Result extends Finding {
  name: string;
}

export const passed = (detail: string): Finding => ({ status: 'passed', detail });
export const failed = (detail: string): Finding => ({ status: 'failed', detail });
export const skipped = (detail: string): Finding => ({ status: 'skipped', detail });

/** Runs a check. What AWS does not let it read is skipped, with AWS's reason. */
export async function runCheck({ name, find }: Check, target: Target): Promise<Result> {
  return { name, ...(await find(target).catch((error) => skipped(explain(error)))) };
}

/** Prints one line for each result, and one that counts them. */
export function printResults(results: readonly Result[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const counts = STATUSES.map(
    (status) => `${results.filter((result) => result.status === status).length} ${status}`,
  );
  return [
    ...results.map(
      ({ status, name, detail }) => `${status.padEnd(7)}  ${name.padEnd(width)}  ${detail}`,
    ),
    '',
    counts.join(', '),
  ].join('\n');
}
