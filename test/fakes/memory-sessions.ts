import { SESSION } from '../../contract/limits.ts';
import type { RefreshClaims, Rotation, Session, Sessions } from '../../functions/core/ports.ts';

export interface MemorySessions extends Sessions {
  /** Every row, the expired ones too. */
  rows(): Session[];
}

/** The `Sessions` port in memory, held to the same contract suite as the real store. */
export function memorySessions(): MemorySessions {
  const rows = new Map<string, Session>();
  const idOf = ({ sub, sid }: Pick<Session, 'sub' | 'sid'>) => JSON.stringify([sub, sid]);

  function move(
    presented: RefreshClaims,
    now: number,
    condition: (row: Session) => boolean,
    change: Partial<Session>,
  ): Rotation {
    const row = rows.get(idOf(presented));
    if (!row || row.counter !== presented.counter || row.expiresAt <= now || !condition(row)) {
      return { rotated: false, session: row };
    }
    const session = { ...row, ...change, counter: row.counter + 1, rotatedAt: now };
    rows.set(idOf(presented), session);
    return { rotated: true, session };
  }

  async function end(key: Pick<Session, 'sub' | 'sid'>): Promise<Session | undefined> {
    const row = rows.get(idOf(key));
    rows.delete(idOf(key));
    return row;
  }

  return {
    rows: () => [...rows.values()],
    async create(session) {
      rows.set(idOf(session), { ...session });
    },
    async find(key, now) {
      const row = rows.get(idOf(key));
      return row && row.expiresAt > now ? row : undefined;
    },
    rotate: async (presented, now) =>
      move(presented, now, (row) => row.validatedAt > now - SESSION.revalidateAfter, {}),
    rotateRevalidated: async (presented, upstream, now) =>
      move(presented, now, () => true, { ...upstream, validatedAt: now }),
    end,
    async endAll(sub) {
      const own = [...rows.values()].filter((row) => row.sub === sub);
      await Promise.all(own.map(end));
      return own.length;
    },
  };
}
