import { beforeEach, describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { FOUNDATION_OUTPUTS } from '../../contract/outputs.ts';
import { publicPath } from '../../contract/routes/index.ts';
import { parseKeyring } from '../../functions/core/keys/keyring.ts';
import { createKeyring } from '../../functions/core/keys/rotate-keys.ts';
import { Secrets } from '../../sandbox/aws/secrets.ts';
import { SECRET_IDS } from '../../sandbox/environment.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { stateIn } from '../../sandbox/state.ts';
import { temporaryDirectory } from '../sandbox/support.ts';
import { startAwsOfFile } from '../support/aws-of-file.ts';
import type { Answers } from '../support/fake-aws.ts';
import { failureWith, run } from './run.ts';
import { stackWith } from './stack.ts';

test.each([
  ['no key', [], 'Name the key by --kid, or its secret by --all.'],
  [
    'a key and a secret',
    ['--kid', 'a', '--all', 'tokens'],
    'Name the key by --kid, or its secret by --all.',
  ],
  [
    'a secret that does not exist',
    ['--all', 'keys'],
    '--all must be tokens or service, got "keys".',
  ],
  ['an empty stack', ['--all', 'tokens', '--stack', ''], '--stack must not be empty.'],
])('prints one line and its usage for %s', async (_what, args, line) => {
  const { status, stdout, stderr } = await run('retire-key', args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.split('\n\nRetires a leaked key')[0]).toBe(line);
});

test('prints its usage if asked', async () => {
  expect(await run('retire-key', ['--help'])).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^Retires a leaked key at once/),
    stderr: '',
  });
});

const stateDir = temporaryDirectory();

test('retires a key and all keys of the sandbox', async () => {
  const sandbox = await startSandbox({ port: 0, stateDir, quiet: true });
  const response = await fetch(sandbox.url + publicPath('login'), {
    method: 'POST',
    body: JSON.stringify(sandbox.user),
  });
  const { kid = '' } = decodeProtectedHeader(((await response.json()) as { token: string }).token);
  const retire = (...args: string[]) => run('retire-key', ['--state-dir', stateDir, ...args]);
  const kidsOf = (id: string) => {
    const text = new Secrets(stateIn(stateDir).secrets).get(id) ?? '';
    return parseKeyring(text).keys.map((entry) => entry.kid);
  };
  const service = kidsOf(SECRET_IDS.serviceKeys);
  expect(kidsOf(SECRET_IDS.tokenKeys)).toEqual([kid]);

  const one = await retire('--kid', kid);
  expect(one).toMatchObject({ status: 0, stderr: '' });
  const [next] = kidsOf(SECRET_IDS.tokenKeys);
  expect(one.stdout).toBe(`${kid} of the secret tokens retired; ${next} signs now\n`);
  expect(next).not.toBe(kid);
  expect(kidsOf(SECRET_IDS.serviceKeys)).toEqual(service);
  await sandbox.close();

  const all = await retire('--all', 'service');
  expect(all.stdout).toMatch(/^All keys of the secret service retired; \S+ signs now\n$/);
  expect(kidsOf(SECRET_IDS.serviceKeys)).not.toEqual(service);
  expect(await retire('--kid', kid)).toEqual(
    failureWith(`No secret contains the key ${kid}. Check --kid, or use --all.`),
  );
});

const aws = await startAwsOfFile();

describe('on AWS', () => {
  let stored: Record<string, string>;

  const account = (): Answers => ({
    ...stackWith({
      [FOUNDATION_OUTPUTS.tokenKeys]: 'arn:tokens',
      [FOUNDATION_OUTPUTS.serviceKeys]: 'arn:service',
    }),
    GetSecretValue: ({ SecretId }) => ({ SecretString: stored[String(SecretId)] }),
    PutSecretValue: ({ SecretId, SecretString }) => {
      stored[String(SecretId)] = String(SecretString);
      return {};
    },
    DescribeSecret: () => ({ VersionIdsToStages: { new: ['AWSCURRENT'], old: ['AWSPENDING'] } }),
    UpdateSecretVersionStage: () => ({}),
  });
  beforeEach(() => {
    stored = {
      'arn:tokens': JSON.stringify(createKeyring(Date.now())),
      'arn:service': JSON.stringify(createKeyring(Date.now())),
    };
    aws.asked = [];
    aws.answers = account();
  });
  const onAws = (...args: string[]) =>
    run('retire-key', ['--stack', 'the-stack', ...args], { AWS_ENDPOINT_URL: aws.endpoint });
  const kidIn = (arn: string) => parseKeyring(stored[arn] ?? '').keys[0]?.kid ?? '';

  test('finds the secret of a key by the outputs of the stack, and discards a rotation', async () => {
    const [leaked, other] = [kidIn('arn:service'), kidIn('arn:tokens')];
    expect(await onAws('--kid', leaked)).toEqual({
      status: 0,
      stdout: expect.stringMatching(`^${leaked} of the secret service retired; \\S+ signs now\n$`),
      stderr: '',
    });
    expect(kidIn('arn:service')).not.toBe(leaked);
    expect(kidIn('arn:tokens')).toBe(other);
    expect(aws.asked).toContain('UpdateSecretVersionStage');
  });

  test.each<[string, Answers, string]>([
    [
      'a stack that is not a foundation',
      stackWith({}),
      'The stack the-stack has no output TokenKeysSecretArn. --stack must name a foundation stack, such as ChordianAuth-dev-Foundation.',
    ],
    [
      'a permission that is missing',
      { PutSecretValue: () => ({ __type: 'AccessDeniedException', message: 'Not authorized.' }) },
      'AccessDeniedException: Not authorized. Use credentials that have this permission.',
    ],
    [
      'a secret without a value',
      { GetSecretValue: () => ({ __type: 'ResourceNotFoundException', message: 'No value.' }) },
      'The secret has no value. Deploy the foundation first.',
    ],
    [
      'a malformed keyring',
      { GetSecretValue: () => ({ SecretString: 'hush' }) },
      'The secret is malformed. Move AWSCURRENT back to the version before.',
    ],
  ])('fails with one line for %s', async (_, answers, line) => {
    aws.answers = { ...account(), ...answers };
    expect(await onAws('--all', 'tokens')).toEqual(failureWith(line));
  });
});
