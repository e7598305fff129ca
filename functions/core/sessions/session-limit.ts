import { inSeconds } from '../time.ts';
import { type DiscardSessionPorts, discardSession } from './discard-session.ts';
import type { Session, SessionKey } from './session-store.ts';
import type { UserSessions } from './user-sessions.ts';

/** Limits how many sessions a user has at the same time. */
export interface SessionLimit {
  /**
   * Ends the sessions of the user that exceed the limit. It must be called after the new session is
   * stored.
   * @param ending Sessions that the caller ends at the same time. They do not count.
   * @throws {INTERNAL_ERROR} if the sessions cannot be listed.
   */
  apply(newest: Session, ending: readonly SessionKey[]): Promise<void>;
}

/** @param most How many sessions a user may have. */
export const sessionLimit = (
  ports: DiscardSessionPorts & { userSessions: UserSessions },
  most: number,
): SessionLimit => ({
  async apply(newest, ending) {
    const now = inSeconds(newest.startedAtMs);
    const ended = new Set(ending.map(({ sid }) => sid));
    const listed = await ports.userSessions.list(newest.sub, now);
    const others = listed.filter(({ sid }) => sid !== newest.sid && !ended.has(sid));
    const excess = chooseExcess(newest, others, most);
    await Promise.all(excess.map((key) => discardSession(ports, key, 'too many sessions')));
  },
});

/**
 * Chooses the sessions that exceed the limit: the least recently validated ones that began before
 * the new one.
 *
 * Logins at the same time see each other, so they must not end each other. All of them agree on who
 * is later, and each ends earlier sessions only. If as many later ones as the limit allows have
 * begun in the meantime, the new session itself is in excess. The last of these logins to list the
 * sessions sees all of them, so the limit holds when every login is done.
 */
function chooseExcess(newest: Session, others: readonly Session[], most: number): Session[] {
  const later = others.filter((other) => compareStart(other, newest) > 0);
  const earlier = others.filter((other) => compareStart(other, newest) < 0);
  if (later.length >= most) return [newest, ...earlier];
  return earlier
    .toSorted((a, b) => b.validatedAt - a.validatedAt || compareStart(b, a))
    .slice(most - 1 - later.length);
}

const compareStart = (a: Session, b: Session): number =>
  a.startedAtMs - b.startedAtMs || (a.sid < b.sid ? -1 : 1);
