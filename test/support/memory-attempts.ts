import type {
  AttemptStore,
  Counter,
  StoredName,
} from '../../functions/core/login/attempt-store.ts';
import { isEmpty, type WrongPassword } from '../../functions/core/login/name-row.ts';

/** Stores attempts in memory. It passes the same contract tests as the real store. */
export function memoryAttempts(): AttemptStore {
  const names = new Map<string, StoredName>();
  const counts = new Map<string, number>();
  const wrongs = new Map<string, WrongPassword>();
  const used = new Set<string>();
  const countOf = (counter: Counter) => counts.get(counter.id) ?? 0;
  let versions = 0;

  return {
    async read(nameId, { accountAndNetwork, network, wideNetwork }) {
      return {
        name: names.get(nameId) ?? { row: undefined, version: undefined },
        counts: {
          accountAndNetwork: accountAndNetwork && countOf(accountAndNetwork),
          network: countOf(network),
          wideNetwork: wideNetwork && countOf(wideNetwork),
        },
        wrong: accountAndNetwork && wrongs.get(accountAndNetwork.id),
      };
    },

    async changeName(nameId, _seen, change) {
      const current = names.get(nameId) ?? { row: undefined, version: undefined };
      const row = change(current.row);
      if (row === current.row) return current;
      if (row === undefined || isEmpty(row)) {
        names.delete(nameId);
        return { row: undefined, version: undefined };
      }
      versions += 1;
      const stored = { row, version: String(versions) };
      names.set(nameId, stored);
      return stored;
    },

    async take(places, captcha) {
      if (captcha && used.has(captcha.id)) return 'captcha';
      if (places.some((place) => countOf(place) >= (place.below ?? Number.POSITIVE_INFINITY))) {
        return 'limit';
      }
      for (const place of places) counts.set(place.id, countOf(place) + 1);
      if (captcha) used.add(captcha.id);
      return 'taken';
    },

    async giveBack(counters, captcha) {
      for (const counter of counters) counts.set(counter.id, Math.max(0, countOf(counter) - 1));
      if (captcha) used.delete(captcha.id);
    },

    async reset({ id }) {
      counts.delete(id);
      wrongs.delete(id);
    },

    async noteWrong({ id }, wrong) {
      wrongs.set(id, wrong);
    },
  };
}
