import { spawnSync } from 'node:child_process';

/**
 * Whether the tests with DynamoDB Local run. In CI they always run, so that they fail if Java is
 * missing.
 */
export function canRunJava(): boolean {
  if (process.env.CI) return true;
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return status === 0 && Number(/version "(\d+)/.exec(stderr)?.[1]) >= 17;
}
