import type { NamesById, PasskeyNames } from '../../functions/core/passkeys/passkey-names.ts';

/** The names of passkeys in memory. They pass the same contract tests as the real ones. */
export function memoryPasskeyNames(): PasskeyNames {
  const rows = new Map<string, NamesById>();
  return {
    read: async (sub) => ({ ...rows.get(sub) }),
    async change(sub, change) {
      rows.set(sub, change({ ...rows.get(sub) }));
    },
    async forget(sub) {
      rows.delete(sub);
    },
  };
}
