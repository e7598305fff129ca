/** All checks before a deployment, in the order in which they are printed. */

import type { Stage } from '../../lib/config/stages.ts';
import { explain } from '../frame/explain.ts';
import { bootstrap, logRole } from './account.ts';
import { type Check, failed, passed, type Result, runCheck, skipped } from './check.ts';
import { readIdentity } from './identity.ts';
import { cognitoQuota, concurrency, reservedConcurrency } from './quotas.ts';
import { RESOURCE_CHECKS, validSettings } from './settings.ts';
import { trail } from './trail.ts';

const CREDENTIALS = 'Credentials and region';

const CHECKS: readonly Check[] = [
  bootstrap,
  logRole,
  concurrency,
  reservedConcurrency,
  cognitoQuota,
  trail,
  ...RESOURCE_CHECKS,
];

export async function preflight(stage: Stage): Promise<Result[]> {
  // It needs no account.
  const settings = { name: validSettings.name, ...validSettings.find(stage) };
  try {
    const target = { ...stage, ...(await readIdentity()) };
    const found = passed(`Account ${target.account}, region ${target.region}.`);
    return [
      { name: CREDENTIALS, ...found },
      settings,
      ...(await Promise.all(CHECKS.map((check) => runCheck(check, target)))),
    ];
  } catch (error) {
    return [
      { name: CREDENTIALS, ...failed(explain(error)) },
      settings,
      ...CHECKS.map(({ name }) => ({ name, ...skipped('It needs credentials and a region.') })),
    ];
  }
}
