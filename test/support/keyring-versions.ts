import type { KeyringVersions } from '../../functions/core/keys/rotate-keys.ts';

/**
 * Imitates the versions of Secrets Manager. A version keeps its first value. A stage belongs to one
 * version at a time.
 */
export function fakeVersions() {
  const values = new Map<string, string>();
  const stages = new Map<string, string>();
  let written = 0;
  const put = (version: string, stage: string, text: string) => {
    if (values.has(version)) return;
    values.set(version, text);
    stages.set(stage, version);
  };
  const versions: KeyringVersions = {
    current: async () => values.get(stages.get('AWSCURRENT') ?? ''),
    pending: async (version) =>
      stages.get('AWSPENDING') === version ? values.get(version) : undefined,
    stagesOf: async (version) =>
      [...stages].filter(([, held]) => held === version).map(([stage]) => stage),
    putPending: async (version, text) => put(version, 'AWSPENDING', text),
    putFirst: async (text) => put('first', 'AWSCURRENT', text),
    promote: async (version) => {
      stages.set('AWSPREVIOUS', stages.get('AWSCURRENT') ?? '');
      stages.set('AWSCURRENT', version);
    },
    putCurrent: async (text) => {
      written += 1;
      put(`written-${written}`, 'AWSCURRENT', text);
    },
    discardPending: async () => {
      if (stages.get('AWSPENDING') !== stages.get('AWSCURRENT')) stages.delete('AWSPENDING');
    },
  };
  return { versions, values, stages };
}
