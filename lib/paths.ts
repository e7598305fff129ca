import { join } from 'node:path';

/**
 * Root of the repository. Entries, the lock file and the runbook are found from it, so that `cdk`
 * can run in any directory.
 */
const ROOT = join(import.meta.dirname, '..');

export const inRepository = (...segments: string[]): string => join(ROOT, ...segments);
