import { SESSION, VALIDATION } from '../../contract/limits.ts';
import type { AssertSetting } from './check-stage.ts';
import type { StageConfig } from './stage-config.ts';

/** Limits of Lambda for the concurrency of a queue (API_ScalingConfig). */
const QUEUE_CONCURRENCY = { least: 2, most: 1_000 } as const;

/**
 * Checks the ages of confirmations and how many are obtained at the same time.
 * @throws {TypeError} if a value is not valid
 */
export function checkRevalidation(
  revalidation: StageConfig['revalidation'],
  assertSetting: AssertSetting,
): void {
  const {
    requestAfter = VALIDATION.requestAfter,
    expireAfter = VALIDATION.expireAfter,
    concurrency = VALIDATION.concurrency,
  } = revalidation ?? {};
  assertSetting(
    Number.isInteger(requestAfter) && requestAfter >= VALIDATION.repeatAfter,
    'revalidation.requestAfter',
    `be an integer of at least ${VALIDATION.repeatAfter} seconds, got ${requestAfter}`,
  );
  // A refresh confirms the user only if the last confirmation is this old. Otherwise the new JWT
  // would be refused as well.
  const least = Math.max(requestAfter, SESSION.revalidateAfter);
  assertSetting(
    Number.isInteger(expireAfter) && expireAfter > least,
    'revalidation.expireAfter',
    `be an integer above ${least} seconds, got ${expireAfter}`,
  );
  const { least: fewest, most } = QUEUE_CONCURRENCY;
  assertSetting(
    Number.isInteger(concurrency) && concurrency >= fewest && concurrency <= most,
    'revalidation.concurrency',
    `be an integer from ${fewest} to ${most}, got ${concurrency}`,
  );
}
