import { spawnSync } from 'node:child_process';

/**
 * Whether DynamoDB Local can run here. Where tests must be complete, in CI, it has to: there a
 * missing Java fails them.
 */
export function javaPresent(): boolean {
  if (process.env.CI) return true;
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return status === 0 && Number(/version "(\d+)/.exec(stderr)?.[1]) >= 17;
}
