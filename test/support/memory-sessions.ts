import { SESSION } from '../../contract/limits.ts';
import type {
  RefreshClaims,
  Rotation,
  Session,
  SessionKey,
  SessionStore,
} from '../../functions/core/sessions/session-store.ts';
import { isGenerationKept } from '../../functions/core/sessions/successor-window.ts';

export interface MemorySessions extends SessionStore {
  /** Returns every stored session, including the expired ones. */
  rows(): Session[];
  /** Replaces the stored session of the same key. */
  replace(session: Session): void;
  /** Returns the encrypted upstream token of every session that has one. */
  upstreams(): string[];
}

/** Stores sessions in memory. It passes the same contract tests as the real store. */
export function memorySessions(): MemorySessions {
  const rows = new Map<string, Session>();
  const upstreams = new Map<string, string>();
  const toId = ({ sub, sid }: SessionKey) => JSON.stringify([sub, sid]);

  function incrementCounter(
    presented: RefreshClaims,
    now: number,
    condition: (row: Session) => boolean,
    change: (row: Session) => Partial<Session>,
  ): Rotation {
    const row = rows.get(toId(presented));
    if (!row || row.counter !== presented.counter || row.expiresAt <= now || !condition(row)) {
      return { rotated: false, session: row };
    }
    const session = { ...row, ...change(row), counter: row.counter + 1, rotatedAt: now };
    rows.set(toId(presented), session);
    return { rotated: true, session };
  }

  async function end(key: SessionKey): Promise<Session | undefined> {
    const row = rows.get(toId(key));
    rows.delete(toId(key));
    return row;
  }

  return {
    rows: () => [...rows.values()],
    replace: (session) => void rows.set(toId(session), session),
    upstreams: () => [...upstreams.values()],
    async create(session, upstream) {
      rows.set(toId(session), { ...session });
      upstreams.set(toId(session), upstream);
    },
    async find(key, now) {
      const row = rows.get(toId(key));
      return row && row.expiresAt > now ? row : undefined;
    },
    rotate: async (presented, client, now) =>
      incrementCounter(
        presented,
        now,
        (row) =>
          row.validatedAt > now - SESSION.revalidateAfter &&
          row.validation?.mark === undefined &&
          !isGenerationKept(row, client, now),
        () => ({ network: client.network }),
      ),
    rotateRevalidated: async (presented, { seenMark, ...change }, now) =>
      incrementCounter(
        presented,
        now,
        ({ validation }) => validation?.mark === seenMark,
        (row) => ({
          ...change,
          validatedAt: now,
          validation: { number: (row.validation?.number ?? 0) + 1 },
        }),
      ),
    async change(key, { user, emailChange, device, ...change }, now) {
      const row = rows.get(toId(key));
      if (!row || row.expiresAt <= now) return undefined;
      const { emailChange: former, ...rest } = row;
      const pending = emailChange === undefined ? former : emailChange;
      const session: Session = {
        ...rest,
        ...(pending && { emailChange: pending }),
        ...change,
        ...(device !== undefined && { device: device ?? undefined }),
        ...(user && {
          user,
          validation: { ...row.validation, number: (row.validation?.number ?? 0) + 1 },
        }),
      };
      rows.set(toId(key), session);
      return session;
    },
    end,
    async endAll(sub) {
      const own = [...rows.values()].filter((row) => row.sub === sub);
      for (const row of own) upstreams.delete(toId(row));
      await Promise.all(own.map(end));
      return own.length;
    },
    findUpstream: async (key) => upstreams.get(toId(key)),
    async deleteUpstream(key) {
      upstreams.delete(toId(key));
    },
  };
}
