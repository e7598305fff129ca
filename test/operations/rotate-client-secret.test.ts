import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { KEYRING } from '../../contract/limits.ts';
import { FOUNDATION_OUTPUTS } from '../../contract/outputs.ts';
import { publicPath } from '../../contract/routes/index.ts';
import { rotatedLabel } from '../../functions/adapters/secrets/secret.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from '../sandbox/support.ts';
import { startAwsOfFile } from '../support/aws-of-file.ts';
import type { Answers } from '../support/fake-aws.ts';
import { failureWith, run } from './run.ts';
import { stackWith } from './stack.ts';

test('prints its usage if asked', async () => {
  expect(await run('rotate-client-secret', ['--help'])).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^Replaces the secret of the app client/),
    stderr: '',
  });
});

let close = async () => {};
afterAll(async () => {
  jest.restoreAllMocks();
  await close();
});

const stateDir = temporaryDirectory();
const inSandbox = (...args: string[]) =>
  run('rotate-client-secret', ['--state-dir', stateDir, ...args]);

test('in the sandbox, replaces the secret and signs nobody out', async () => {
  // The sandbox lives in the past, so that the command, whose time is now, may finish.
  const now = Date.now();
  const time = jest.spyOn(Date, 'now').mockReturnValue(now - 2 * KEYRING.activateAfter * 1_000);
  const sandbox = await startSandbox({ port: 0, stateDir, quiet: true });
  close = () => sandbox.close();
  const post = (route: 'login' | 'refresh', init: RequestInit) =>
    fetch(sandbox.url + publicPath(route), { method: 'POST', ...init });
  const signIn = () => post('login', { body: JSON.stringify(sandbox.user) });
  const cookieOf = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  const refresh = (cookie: string) => post('refresh', { headers: { cookie } });

  let session = await signIn();
  expect(session.status).toBe(200);
  const first = await inSandbox();
  expect(first).toMatchObject({ status: 0, stderr: '' });
  const [, id = ''] = /^The functions change over to the secret (\S+)\. /.exec(first.stdout) ?? [];

  // Cognito accepts both: functions still have the old secret in their caches.
  expect((await signIn()).status).toBe(200);
  session = await refresh(cookieOf(session));
  expect(session.status).toBe(200);

  time.mockReturnValue(now);
  const finished = await inSandbox('--finish');
  expect(finished).toMatchObject({ status: 0, stderr: '' });
  expect(finished.stdout).toContain(` deleted; ${id} is the only secret\n`);
  expect((await signIn()).status).toBe(200);
  session = await refresh(cookieOf(session));
  expect(session.status).toBe(200);

  expect((await inSandbox('--finish')).stdout).toBe(`${id} is the only secret already\n`);
  expect(await inSandbox()).toMatchObject({ status: 0 });
  expect((await inSandbox('--finish')).stderr).toMatch(/^Functions may still use the old secret/);
  expect((await inSandbox()).stderr).toMatch(
    /^A rotation is in progress\. Finish it with --finish/,
  );
});
const aws = await startAwsOfFile();

describe('on AWS', () => {
  const OLD = 'client--1700000000';
  const NEW = 'client--1800000000';
  const LABEL = rotatedLabel('client');
  let secrets: Record<string, number>;
  let versions: Record<string, string[]>;

  const account = (): Answers => ({
    ...stackWith({
      [FOUNDATION_OUTPUTS.userPoolId]: 'eu-west-1_pool',
      [FOUNDATION_OUTPUTS.userPoolClientId]: 'client',
      [FOUNDATION_OUTPUTS.clientSecret]: 'arn:client',
    }),
    ListUserPoolClientSecrets: () => ({
      ClientSecrets: Object.entries(secrets).map(([ClientSecretId, at]) => ({
        ClientSecretId,
        ClientSecretCreateDate: at / 1_000,
      })),
    }),
    AddUserPoolClientSecret: () => {
      secrets[NEW] = Date.now();
      return { ClientSecretDescriptor: { ClientSecretId: NEW, ClientSecretValue: 'hush' } };
    },
    DeleteUserPoolClientSecret: ({ ClientSecretId }) => {
      delete secrets[String(ClientSecretId)];
      return {};
    },
    DescribeSecret: () => ({ VersionIdsToStages: versions }),
    PutSecretValue: ({ ClientRequestToken, SecretString, VersionStages }) => {
      expect(SecretString).toBe('hush');
      versions[String(ClientRequestToken)] = VersionStages as string[];
      return {};
    },
  });
  beforeEach(() => {
    secrets = { [OLD]: 0 };
    versions = { deployed: ['AWSCURRENT'] };
    aws.asked = [];
    aws.answers = account();
  });
  const onAws = (...args: string[]) =>
    run('rotate-client-secret', ['--stack', 'the-stack', ...args], {
      AWS_ENDPOINT_URL: aws.endpoint,
    });

  test('stores a second secret under a label that no deployment moves', async () => {
    const { status, stdout, stderr } = await onAws();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toContain('hush');
    expect(Object.keys(secrets)).toEqual([OLD, NEW]);
    expect(versions).toEqual({ deployed: ['AWSCURRENT'], [NEW]: [LABEL] });
  });

  test.each([
    ['too early', -5, 1],
    ['when all caches have the new secret', 5, 0],
  ])('asked to finish %s, exits with the right status', async (_, beyond, expected) => {
    secrets[NEW] = Date.now() - (KEYRING.activateAfter + beyond * 60) * 1_000;
    versions[NEW] = [LABEL];
    const { status, stderr } = await onAws('--finish');
    expect({ status, tooEarly: stderr.startsWith('Functions may still use') }).toEqual({
      status: expected,
      tooEarly: expected === 1,
    });
    expect(Object.keys(secrets)).toEqual(expected === 1 ? [OLD, NEW] : [NEW]);
  });

  test('never deletes the secret that the functions use', async () => {
    aws.answers = { ...account(), PutSecretValue: () => ({ __type: 'AccessDeniedException' }) };
    expect(await onAws()).toMatchObject({ status: 1 });
    expect(await onAws('--finish')).toEqual(
      failureWith('No rotation has been started. Start one: call this without --finish.'),
    );
    expect((await onAws()).stderr).toContain(
      `aws cognito-idp delete-user-pool-client-secret --user-pool-id eu-west-1_pool ` +
        `--client-id client --client-secret-id ${NEW}\n`,
    );
    expect(Object.keys(secrets)).toEqual([OLD, NEW]);
  });
});
