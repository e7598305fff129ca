import { join } from 'node:path';

/**
 * The repository: entries, the lock file and the runbook are found from here, wherever `cdk` was
 * started.
 */
const ROOT = join(import.meta.dirname, '..');

export const inRepository = (...segments: string[]): string => join(ROOT, ...segments);
