import { SESSION, VALIDATION } from '../../contract/limits.ts';
import type { AssertSetting } from './check-stage.ts';
import type { StageConfig } from './stage-config.ts';

/**
 * Checks the limit of sessions per user and the idle time-out.
 * @throws {TypeError} if a value is not valid
 */
export function checkSessions(
  { sessions = {}, revalidation = {} }: Pick<StageConfig, 'sessions' | 'revalidation'>,
  assertSetting: AssertSetting,
): void {
  const { maxPerUser, idleAfter } = sessions;
  assertSetting(
    maxPerUser === undefined || (Number.isInteger(maxPerUser) && maxPerUser >= 1),
    'sessions.maxPerUser',
    `be an integer of at least 1, got ${maxPerUser}`,
  );
  // A session in use is confirmed, and so known to be in use, before its JWT is refused.
  const least = Math.max(
    SESSION.leastIdleTimeout,
    revalidation.expireAfter ?? VALIDATION.expireAfter,
  );
  assertSetting(
    idleAfter === undefined ||
      (Number.isInteger(idleAfter) && idleAfter >= least && idleAfter <= SESSION.lifetime),
    'sessions.idleAfter',
    `be an integer from ${least} to ${SESSION.lifetime} seconds, got ${idleAfter}`,
  );
}
