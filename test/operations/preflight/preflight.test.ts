import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Stage } from '../../../lib/config/stages.ts';
import { STAGES } from '../../../lib/config/stages.ts';
import { AccountStack } from '../../../lib/stacks/account-stack.ts';
import { ACCOUNT_STACK, MINIMUM_BOOTSTRAP_VERSION } from '../../../operations/preflight/account.ts';
import { preflight } from '../../../operations/preflight/preflight.ts';
import { synthesise } from '../../lib/synthesised.ts';
import { replaceAws } from '../../support/aws-of-file.ts';
import type { Answers } from '../../support/fake-aws.ts';
import {
  ACCOUNT,
  concurrencyOf,
  DOMAIN,
  FULL_STAGE,
  readyAccount,
  selectors,
  stacks,
  TOOLKIT,
} from './ready-account.ts';

const aws = await replaceAws();
beforeEach(() => {
  aws.asked = [];
  aws.answers = readyAccount();
});

async function find(check: string, stage: Stage = FULL_STAGE): Promise<string> {
  const result = (await preflight(stage)).find(({ name }) => name === check);
  return `${result?.status}: ${result?.detail}`;
}

const withConfig = (changed: Partial<Stage['config']>): Stage => ({
  name: 'prod',
  config: { ...FULL_STAGE.config, ...changed },
});

const denied = () => ({ __type: 'AccessDeniedException', message: 'Not authorized.' });

test('every check passes in an account that is ready', async () => {
  const results = await preflight(FULL_STAGE);
  expect(results.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(results.map(({ name }) => name)).toEqual([
    'Credentials and region',
    'Settings',
    'CDK bootstrap',
    'API Gateway log role',
    'Lambda concurrency',
    'Reserved concurrency',
    'Cognito quota',
    'CloudTrail trail',
    'domain.certificateArn',
    'domain.hostedZone',
    'alarmTopicArn',
    'encryptionKeyArn',
  ]);
  expect(results[0]?.detail).toBe(`Account ${ACCOUNT}, region eu-west-1.`);
});

test('only operations that read are called', async () => {
  await preflight(FULL_STAGE);
  expect(aws.asked.filter((operation) => !/^(?:Get|Describe)/.test(operation))).toEqual([]);
});

test('what a stage does not set is skipped, and not asked for', async () => {
  const results = await preflight({ name: 'dev', config: STAGES.dev });
  const notPassed = results.filter(({ status }) => status !== 'passed');
  expect(notPassed).toEqual([
    { name: 'Reserved concurrency', status: 'skipped', detail: 'The stage reserves none.' },
    ...['domain.certificateArn', 'domain.hostedZone', 'alarmTopicArn', 'encryptionKeyArn'].map(
      (name) => ({ name, status: 'skipped', detail: 'The stage does not set it.' }),
    ),
  ]);
  expect(aws.asked).not.toContain('DescribeKey');
});

test('a permission that is missing skips its check and no other', async () => {
  aws.answers.GetAccountSettings = denied;
  const results = await preflight({ name: 'dev', config: STAGES.dev });
  expect(results.find(({ name }) => name === 'Lambda concurrency')).toMatchObject({
    status: 'skipped',
    detail: 'AccessDeniedException: Not authorized. Use credentials that have this permission.',
  });
  expect(results.find(({ name }) => name === 'Cognito quota')?.status).toBe('passed');
});

test('credentials that AWS refuses fail, and skip all that needs them', async () => {
  aws.answers.GetCallerIdentity = () => ({
    __type: 'InvalidClientTokenId',
    Message: 'The token is invalid.',
  });
  const [credentials, settings, ...others] = await preflight(FULL_STAGE);
  expect(credentials).toMatchObject({
    status: 'failed',
    detail: expect.stringMatching(/^AWS rejected the credentials .* Renew them/),
  });
  expect(settings?.status).toBe('passed');
  expect(new Set(others.map(({ status, detail }) => `${status}: ${detail}`))).toEqual(
    new Set(['skipped: It needs credentials and a region.']),
  );
  expect(aws.asked).toEqual(['GetCallerIdentity']);
});

test('settings that are not valid fail', async () => {
  expect(await find('Settings', withConfig({ logRetention: 2 }))).toMatch(
    /^failed: Stage prod: logRetention must be one of .* Correct it in lib\/config\/stages.ts.$/,
  );
});

describe('CDK bootstrap', () => {
  const remedy = `Run: npx cdk bootstrap aws://${ACCOUNT}/eu-west-1`;
  test.each<[string, Parameters<typeof stacks>[0], string]>([
    ['no bootstrap stack', {}, `There is no stack CDKToolkit in eu-west-1. ${remedy}`],
    [
      'a bootstrap stack that failed',
      { CDKToolkit: { status: 'ROLLBACK_COMPLETE' } },
      `The stack CDKToolkit is ROLLBACK_COMPLETE. Repair it. ${remedy}`,
    ],
    [
      'an old bootstrap stack',
      { CDKToolkit: { outputs: { BootstrapVersion: '5' } } },
      `CDKToolkit has version 5, and 6 is needed. ${remedy}`,
    ],
  ])('fails for %s', async (_, found, detail) => {
    aws.answers = { ...aws.answers, ...stacks(found) };
    expect(await find('CDK bootstrap')).toBe(`failed: ${detail}`);
  });

  test('demands the version that the templates demand', () => {
    const rules = JSON.stringify(synthesise('dev').service.toJSON().Rules);
    const refused = /\["((?:\d+",?"?)+)\]/.exec(rules)?.[1]?.match(/\d+/g)?.map(Number) ?? [];
    expect(Math.max(...refused) + 1).toBe(MINIMUM_BOOTSTRAP_VERSION);
  });
});

describe('API Gateway log role', () => {
  const role = () => ({ cloudwatchRoleArn: 'arn:aws:iam::1:role/logs' });
  test.each<[string, Answers, string]>([
    [
      'there is neither role nor stack',
      {},
      'passed: There is none. ChordianAuth-Account makes it.',
    ],
    [
      'the stack has set the role',
      { GetAccount: role, ...stacks({ ...TOOLKIT, [ACCOUNT_STACK]: {} }) },
      'passed: API Gateway writes logs as arn:aws:iam::1:role/logs.',
    ],
    [
      'the role is of another app',
      { GetAccount: role },
      'passed: API Gateway writes logs as arn:aws:iam::1:role/logs. ChordianAuth-Account replaces this role, for all APIs.',
    ],
    [
      'the stack is there and the role is not set',
      stacks({ ...TOOLKIT, [ACCOUNT_STACK]: {} }),
      'failed: ChordianAuth-Account is deployed, but its role is not set, and a deployment does not set it again. Run: aws apigateway update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=<ARN of the role in the stack>',
    ],
  ])('is judged if %s', async (_, answers, finding) => {
    aws.answers = { ...aws.answers, ...answers };
    expect(await find('API Gateway log role')).toBe(finding);
  });

  test('is looked for in the stack of the account', () => {
    expect(ACCOUNT_STACK).toBe(AccountStack.id);
  });
});

describe('Lambda concurrency', () => {
  const increase =
    'Run: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000';

  test('fails in a new account', async () => {
    aws.answers = { ...aws.answers, ...concurrencyOf(10) };
    expect(await find('Lambda concurrency')).toBe(
      `failed: The account has 10 concurrent executions; new accounts have 10. This is enough to try a stage, and too few for 120 sign-ins a second. ${increase}`,
    );
    expect(await find('Reserved concurrency')).toBe(
      `failed: The stage reserves 300 executions, and Lambda lets it reserve 0. Lower the setting concurrency, or raise the quota. ${increase}`,
    );
  });

  test.each([
    [400, 'passed: The stage reserves 300 of 300 executions.'],
    [399, expect.stringMatching(/^failed: The stage reserves 300 .* lets it reserve 299/)],
  ])('is left to other functions if %i are not reserved', async (unreserved, finding) => {
    aws.answers = { ...aws.answers, ...concurrencyOf(1000, unreserved) };
    expect(await find('Reserved concurrency')).toEqual(finding);
  });

  test('is not judged if the stage is deployed and has its reservation', async () => {
    aws.answers = { ...aws.answers, ...stacks({ ...TOOLKIT, 'ChordianAuth-prod-Service': {} }) };
    expect(await find('Reserved concurrency')).toBe(
      'skipped: The stage is deployed and may have its reservation already.',
    );
  });
});

describe('Cognito quota', () => {
  test.each<[string, Answers, string]>([
    [
      'AWS has only the default',
      {
        GetServiceQuota: () => ({ __type: 'NoSuchResourceException' }),
        GetAWSDefaultServiceQuota: () => ({ Quota: { Value: 120 } }),
      },
      'passed: Cognito lets users sign in or refresh 120 times a second.',
    ],
    [
      'it is lower than the limits assume',
      { GetServiceQuota: () => ({ Quota: { Value: 50 } }) },
      'failed: Cognito lets users sign in or refresh 50 times a second. The limits of the API assume 120. Run: aws service-quotas request-service-quota-increase --service-code cognito-idp --quota-code L-026ADBA3 --desired-value 120',
    ],
    [
      'AWS does not tell it',
      { GetServiceQuota: () => ({}) },
      'skipped: Service Quotas does not tell it.',
    ],
  ])('is judged if %s', async (_, answers, finding) => {
    aws.answers = { ...aws.answers, ...answers };
    expect(await find('Cognito quota')).toBe(finding);
  });
});

describe('CloudTrail trail', () => {
  const trails = (...trailList: object[]): Answers => ({ DescribeTrails: () => ({ trailList }) });
  const advanced = (...fields: object[]): Answers => ({
    GetEventSelectors: () => ({ AdvancedEventSelectors: [{ FieldSelectors: fields }] }),
  });
  const management = { Field: 'eventCategory', Equals: ['Management'] };
  const abroad = { Name: 'abroad', TrailARN: 'arn:abroad', HomeRegion: 'us-east-1' };

  test.each<[string, Answers]>([
    ['that logs only writes', { GetEventSelectors: selectors(true, 'WriteOnly') }],
    ['of all regions', trails({ ...abroad, IsMultiRegionTrail: true })],
    ['with advanced selectors', advanced(management)],
    [
      'that excludes another service',
      advanced(management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }),
    ],
  ])('passes with a trail %s', async (_, answers) => {
    aws.answers = { ...aws.answers, ...answers };
    expect(await find('CloudTrail trail')).toMatch(/^passed: \w+ logs management events/);
  });

  test.each<[string, Answers]>([
    ['without any trail', trails()],
    ['with a trail of another region', trails(abroad)],
    ['with a trail that is stopped', { GetTrailStatus: () => ({ IsLogging: false }) }],
    ['with a trail that logs only reads', { GetEventSelectors: selectors(true, 'ReadOnly') }],
    ['with a trail of data events', { GetEventSelectors: selectors(false, 'All') }],
    [
      'with advanced selectors of data events',
      advanced({ Field: 'eventCategory', Equals: ['Data'] }),
    ],
    [
      'with advanced selectors of reads',
      advanced(management, { Field: 'readOnly', Equals: ['true'] }),
    ],
    [
      'with a trail that excludes Cognito',
      advanced(management, { Field: 'eventSource', NotEquals: ['cognito-idp.amazonaws.com'] }),
    ],
  ])('fails %s', async (_, answers) => {
    aws.answers = { ...aws.answers, ...answers };
    expect(await find('CloudTrail trail')).toMatch(
      /^failed: No trail in eu-west-1 logs management events that write, .* Create one: https:/,
    );
  });

  test('is skipped if the only trail cannot be read', async () => {
    aws.answers.GetEventSelectors = denied;
    expect(await find('CloudTrail trail')).toBe(
      'skipped: main could not be read: AccessDeniedException: Not authorized. Use credentials that have this permission.',
    );
  });
});

describe('a resource of the settings', () => {
  test.each<[string, string, Answers, string]>([
    [
      'domain.certificateArn',
      'a certificate that waits',
      { DescribeCertificate: () => ({ Certificate: { Status: 'PENDING_VALIDATION' } }) },
      'The certificate is PENDING_VALIDATION. Validate or renew it, then deploy.',
    ],
    [
      'domain.certificateArn',
      'a certificate of another name',
      {
        DescribeCertificate: () => ({
          Certificate: { Status: 'ISSUED', SubjectAlternativeNames: ['example.com'] },
        }),
      },
      'The certificate covers example.com and not auth.example.com. Request one for this name.',
    ],
    [
      'domain.certificateArn',
      'a certificate that does not exist',
      { DescribeCertificate: () => ({ __type: 'ResourceNotFoundException', message: 'None.' }) },
      'ResourceNotFoundException: None. Check its name, AWS_PROFILE and AWS_REGION. Correct the setting in lib/config/stages.ts.',
    ],
    [
      'domain.hostedZone',
      'a zone of another name',
      { GetHostedZone: () => ({ HostedZone: { Name: 'example.org.' } }) },
      'The hosted zone Z0123456789 is example.org, and the setting names example.com. Correct the setting in lib/config/stages.ts.',
    ],
    [
      'domain.hostedZone',
      'a zone that does not exist',
      { GetHostedZone: () => ({ __type: 'NoSuchHostedZone', Message: 'No zone.' }) },
      'NoSuchHostedZone: No zone. Correct the setting in lib/config/stages.ts.',
    ],
    [
      'alarmTopicArn',
      'a topic without subscriptions',
      { GetTopicAttributes: () => ({ Attributes: {} }) },
      'The topic has no confirmed subscription, so alarms reach no one. Subscribe to it.',
    ],
    [
      'alarmTopicArn',
      'a topic that does not exist',
      { GetTopicAttributes: () => ({ __type: 'NotFound', Message: 'Topic does not exist.' }) },
      'NotFoundException: Topic does not exist. Correct the setting in lib/config/stages.ts.',
    ],
    [
      'encryptionKeyArn',
      'a key that is disabled',
      { DescribeKey: () => ({ KeyMetadata: { KeyId: 'a', KeyState: 'Disabled' } }) },
      'The key is Disabled. Enable it, or name another.',
    ],
    [
      'encryptionKeyArn',
      'a key that signs',
      {
        DescribeKey: () => ({
          KeyMetadata: { KeyId: 'a', KeyState: 'Enabled', KeySpec: 'ECC_NIST_P256' },
        }),
      },
      'The key is ECC_NIST_P256. Secrets Manager needs a symmetric key.',
    ],
  ])('%s fails for %s', async (setting, _, answers, detail) => {
    aws.answers = { ...aws.answers, ...answers };
    expect(await find(setting)).toBe(`failed: ${detail}`);
  });

  test('fails if it is in another region', async () => {
    const certificateArn = DOMAIN.certificateArn.replace('eu-west-1', 'us-east-1');
    const stage = withConfig({ domain: { ...DOMAIN, certificateArn } });
    expect(await find('domain.certificateArn', stage)).toBe(
      `failed: ${certificateArn} is in us-east-1, and the stage is deployed to eu-west-1. Name one of this region.`,
    );
    expect(aws.asked).not.toContain('DescribeCertificate');
  });
});
