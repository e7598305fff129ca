/** The checks as tests of `node:test`. `cli.ts` runs this file in its own process. */

import { suite, test } from 'node:test';
import { ROUTES } from '../contract/routes/index.ts';
import { Api } from './api.ts';
import { type Deployment, skipReason } from './check.ts';
import { abuse } from './checks/abuse.ts';
import { account } from './checks/account.ts';
import { faults } from './checks/faults.ts';
import { gateway } from './checks/gateway.ts';
import { mailDoor } from './checks/mail-door.ts';
import { mfa } from './checks/mfa.ts';
import { origins } from './checks/origins.ts';
import { passkeys } from './checks/passkeys.ts';
import { refusals } from './checks/refusals.ts';
import { sessions } from './checks/sessions.ts';
import { anonymousSuccess, success } from './checks/success.ts';
import { type Options, readOptions } from './options.ts';
import { skeletonOf } from './skeleton.ts';

/** `abuse` must be the last: it uses up the free attempts of this address. */
const CHECKS = [
  ...anonymousSuccess,
  ...success,
  ...sessions,
  ...account,
  ...mfa,
  ...skeletonOf(ROUTES),
  ...refusals,
  ...origins,
  ...gateway,
  ...mailDoor,
  ...passkeys,
  ...faults,
  ...abuse,
];

/** Tests of a suite run one after the other, and so do suites. */
function register({ baseUrl, ...known }: Options): void {
  const deployment = { ...known, api: new Api(baseUrl) } as Deployment;
  for (const [group, checks = []] of Object.entries(Object.groupBy(CHECKS, (each) => each.group))) {
    suite(group, () => {
      for (const check of checks) {
        test(check.name, { skip: skipReason(check, known) }, () => check.run(deployment));
      }
    });
  }
}

const options = readOptions(process.argv.slice(2));
if (options) register(options);
