import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startFakeAws } from '../support/fake-aws.ts';
import { concurrencyOf, readyAccount } from './preflight/ready-account.ts';
import { run } from './run.ts';

let aws: Awaited<ReturnType<typeof startFakeAws>>;
beforeAll(async () => {
  aws = await startFakeAws();
});
afterAll(() => {
  aws.close();
});
beforeEach(() => {
  aws.answers = readyAccount();
});
const preflight = (args: readonly string[], changes: Record<string, string | undefined> = {}) =>
  run('preflight', args, { AWS_ENDPOINT_URL: aws.endpoint, ...changes });

test('prints a line for each check and exits with 0 if none failed', async () => {
  const { status, stdout, stderr } = await preflight(['--stage', 'dev']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(
    /^passed {3}Credentials and region {2}Account 123456789012, region eu-west-1\.\n/,
  );
  expect(stdout).toMatch(/\n\n7 passed, 0 failed, 5 skipped\n$/);
  expect(stdout.trimEnd().split('\n')).toHaveLength(14);
});

test('exits with 1 if a check failed, and says what to do', async () => {
  aws.answers = { ...readyAccount(), ...concurrencyOf(10) };
  const { status, stdout, stderr } = await preflight(['--stage', 'dev']);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toMatch(/^failed {3}Lambda concurrency {6}The account has 10 .* Run: aws /m);
});

test.each([
  ['a region', { AWS_REGION: undefined }, 'The AWS region is missing. Set AWS_REGION, '],
  ['credentials', { AWS_ACCESS_KEY_ID: undefined }, 'AWS credentials cannot be loaded '],
  ['a network', { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, 'AWS cannot be reached '],
])('fails in one line without %s', async (_, changes, detail) => {
  const { status, stdout, stderr } = await preflight(['--stage', 'prod'], changes);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout.split('\n')[0]).toContain(`failed   Credentials and region  ${detail}`);
  expect(stdout).toMatch(/\n1 passed, 1 failed, 10 skipped\n$/);
});

test.each([
  ['no stage', [], '--stage must be one of dev, sandbox, prod, got nothing.'],
  ['an unknown stage', ['--stage', 'x'], '--stage must be one of dev, sandbox, prod, got "x".'],
])('prints one line and its usage for %s', async (_, args, line) => {
  const { status, stdout, stderr } = await preflight(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.split('\n\nChecks whether')[0]).toBe(line);
});

test('prints its usage if asked', async () => {
  expect(await preflight(['--help'])).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^Checks whether the account and region are ready/),
    stderr: '',
  });
});
