/** Runs a local AWS in a process of its own. It answers at once, or with `--slow` as AWS does. */

import { startFakeAws } from '../test/support/fake-aws.ts';
import { latencyOf } from './latency.ts';
import { ANSWERS } from './sample-events.ts';

const aws = await startFakeAws();
aws.answers = ANSWERS;
if (process.argv.includes('--slow')) aws.delayOf = latencyOf;
setInterval(() => {
  aws.asked.length = 0;
}, 1_000).unref();
process.send?.({ endpoint: aws.endpoint });
