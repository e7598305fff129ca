import type { ValidationStore } from '../../functions/core/revocation/validation-store.ts';
import type { Session, SessionKey } from '../../functions/core/sessions/session-store.ts';
import type { MemorySessions } from './memory-sessions.ts';

/** Changes sessions in memory. It passes the same contract tests as the real store. */
export function memoryValidations(sessions: MemorySessions): ValidationStore {
  /** Changes the row that meets the condition. Returns what it was, or undefined. */
  function change(
    { sub, sid }: SessionKey,
    condition: (row: Session) => boolean,
    replace: (row: Session) => Session,
  ): Session | undefined {
    const row = sessions.rows().find((one) => one.sub === sub && one.sid === sid);
    if (!row || !condition(row)) return undefined;
    sessions.replace(replace(row));
    return row;
  }
  const numberOf = ({ validation }: Session) => validation?.number ?? 0;

  async function endIf(key: SessionKey, condition: (row: Session) => boolean): Promise<boolean> {
    const row = change(key, condition, (unchanged) => unchanged);
    if (row) await sessions.end(key);
    return row !== undefined;
  }

  return {
    async claim(key, { now, validatedUntil, claimedUntil }) {
      const row = change(
        key,
        ({ expiresAt, validatedAt, validation }) =>
          expiresAt > now &&
          (validatedAt <= validatedUntil || validation?.mark !== undefined) &&
          (validation?.claimedUntil ?? 0) <= now,
        (unclaimed) => ({
          ...unclaimed,
          validation: {
            ...unclaimed.validation,
            number: numberOf(unclaimed) + 1,
            claimedUntil,
          },
        }),
      );
      return (
        row && {
          sub: row.sub,
          sid: row.sid,
          number: numberOf(row) + 1,
          claimedAt: now,
          username: row.user.username,
        }
      );
    },
    async confirm(claim, user, now) {
      const row = change(
        claim,
        (stored) => numberOf(stored) === claim.number && stored.expiresAt > now,
        (stored) => ({
          ...stored,
          user,
          validatedAt: claim.claimedAt,
          validation: { number: numberOf(stored) + 1 },
        }),
      );
      return row !== undefined;
    },
    async postpone(claim, claimedUntil, now) {
      change(
        claim,
        (stored) => numberOf(stored) === claim.number && stored.expiresAt > now,
        (stored) => ({
          ...stored,
          validation: { ...stored.validation, number: numberOf(stored), claimedUntil },
        }),
      );
    },
    endRefused: (claim) => endIf(claim, (stored) => numberOf(stored) === claim.number),
    listLive: async (sub, now) =>
      sessions
        .rows()
        .filter((row) => row.sub === sub && row.expiresAt > now)
        .map(({ sid, authenticatedAt }) => ({ sub, sid, authenticatedAt })),
    endOlder: (key, authenticatedBefore) =>
      endIf(key, ({ authenticatedAt }) => authenticatedAt < authenticatedBefore),
    async mark(key, now) {
      const row = change(
        key,
        ({ expiresAt }) => expiresAt > now,
        (stored) => {
          const number = numberOf(stored) + 1;
          return { ...stored, validation: { number, mark: number } };
        },
      );
      return row !== undefined;
    },
  };
}
