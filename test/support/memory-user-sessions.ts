import type { UserSessions } from '../../functions/core/sessions/user-sessions.ts';
import type { MemorySessions } from './memory-sessions.ts';

/** Lists sessions in memory. It passes the same contract tests as the real store. */
export const memoryUserSessions = (sessions: MemorySessions): UserSessions => ({
  list: async (sub, now) => sessions.rows().filter((row) => row.sub === sub && row.expiresAt > now),
});
