/**
 * Tests the bundles of all functions. Bundling is slow, so it is done once, here. `bundles/` has
 * one file for each subject.
 */

import { rmSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ENVIRONMENT } from '../../../contract/environment.ts';
import { startFakeAws } from '../../support/fake-aws.ts';
import { authorizerSuite } from './bundles/authorizer.suite.ts';
import { buildBundles } from './bundles/build.ts';
import { contentsSuite } from './bundles/contents.suite.ts';
import { endpointUrlSuite } from './bundles/endpoint-url.suite.ts';
import { filesSuite } from './bundles/files.suite.ts';
import { createInvoke } from './bundles/invoke.ts';
import { publicKeysSuite } from './bundles/public-keys.suite.ts';
import { queuesSuite } from './bundles/queues.suite.ts';
import { startUpSuite } from './bundles/start-up.suite.ts';

const { bundles, outdir, startedAtMs } = buildBundles();
const aws = await startFakeAws();
const deployment = { aws, bundles, invoke: createInvoke(bundles, aws.endpoint) };

beforeEach(() => {
  aws.answers = {};
  aws.asked = [];
  aws.actions = [];
});
afterAll(() => {
  aws.close();
  rmSync(outdir, { recursive: true });
});

test('there is one bundle per function of the contract', () => {
  expect(bundles.map(({ name }) => name).toSorted()).toEqual(Object.keys(ENVIRONMENT).toSorted());
});

describe.each(bundles)('$name', (bundle) => {
  filesSuite(bundle, startedAtMs);
  contentsSuite(bundle);
});
describe('the response of a new process if AWS has no data', () => startUpSuite(deployment));
describe('AWS_ENDPOINT_URL', () => endpointUrlSuite(deployment));
describe('the authorizer', () => authorizerSuite(deployment));
describe('the functions behind queues', () => queuesSuite(deployment));
describe('jwks', () => publicKeysSuite(deployment));
