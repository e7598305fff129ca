import { userSessionsContract } from '../ports/user-sessions.contract.ts';
import { memorySessions } from './memory-sessions.ts';
import { memoryUserSessions } from './memory-user-sessions.ts';

userSessionsContract(async () => {
  const sessions = memorySessions();
  return { sessions, userSessions: memoryUserSessions(sessions) };
});
