/** `npm run preflight`: checks an account and region before a stage is deployed to it. */

import { STAGE_NAMES, STAGES, type Stage } from '../lib/config/stages.ts';
import { runCommand } from './frame/command.ts';
import { UsageError } from './frame/usage.ts';
import { printResults } from './preflight/check.ts';
import { preflight } from './preflight/preflight.ts';

await runCommand({
  script: 'preflight',
  summary:
    'Checks whether the account and region are ready for a deployment of a stage. ' +
    'It only reads. It exits with 1 if a check failed.',
  options: {
    stage: { value: 'STAGE', description: `The stage: ${STAGE_NAMES.join(', ')}.` },
  },
  examples: [{ args: '--stage dev', does: 'before the first deployment of dev' }],
  async run({ stage }) {
    const results = await preflight(readStage(stage));
    return {
      text: printResults(results),
      failed: results.some(({ status }) => status === 'failed'),
    };
  },
});

function readStage(value: string | undefined): Stage {
  const name = STAGE_NAMES.find((each) => each === value);
  if (name !== undefined) return { name, config: STAGES[name] };
  throw new UsageError(
    `--stage must be one of ${STAGE_NAMES.join(', ')}, ` +
      `got ${value === undefined ? 'nothing' : `"${value}"`}.`,
  );
}
