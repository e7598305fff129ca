import {
  areEmptyLimits,
  type ChallengeLimits,
} from '../../functions/core/challenges/challenge-limits.ts';
import type { ChallengeStore } from '../../functions/core/challenges/challenge-store.ts';
import type { AttemptStore } from '../../functions/core/login/attempt-store.ts';
import type { Versioned } from '../../functions/core/versioned.ts';

const NO_COUNTER = { id: '', windowEnds: 0 };
const NO_COUNTERS = { accountAndNetwork: NO_COUNTER, network: NO_COUNTER, wideNetwork: undefined };

export interface MemoryChallenges extends ChallengeStore {
  /** The stored challenges, encrypted. */
  sealed(): string[];
}

/** Stores challenges in memory. It passes the same contract tests as the real store. */
export function memoryChallenges(attempts: Pick<AttemptStore, 'read'>): MemoryChallenges {
  const challenges = new Map<string, string>();
  const limits = new Map<string, Versioned<ChallengeLimits>>();
  const NOTHING = { row: undefined, version: undefined };
  let versions = 0;
  return {
    sealed: () => [...challenges.values()],

    async read(ids) {
      const { name } = await attempts.read(ids.name, NO_COUNTERS);
      return {
        sealed: challenges.get(ids.challenge),
        name,
        limits: limits.get(ids.limits) ?? NOTHING,
      };
    },

    async put(id, sealed) {
      challenges.set(id, sealed);
    },

    async claim(id) {
      return challenges.delete(id);
    },

    async forgetLimits(id) {
      limits.delete(id);
    },

    async changeLimits(id, _seen, change) {
      const current = limits.get(id) ?? NOTHING;
      const row = change(current.row);
      if (row === current.row) return current;
      if (row === undefined || areEmptyLimits(row)) {
        limits.delete(id);
        return NOTHING;
      }
      versions += 1;
      const stored = { row, version: String(versions) };
      limits.set(id, stored);
      return stored;
    },
  };
}
