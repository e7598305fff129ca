/** Runs a local AWS that answers at once, in a process of its own. */

import { startFakeAws } from '../test/support/fake-aws.ts';
import { ANSWERS } from './sample-events.ts';

const aws = await startFakeAws();
aws.answers = ANSWERS;
setInterval(() => {
  aws.asked.length = 0;
}, 1_000).unref();
process.send?.({ endpoint: aws.endpoint });
