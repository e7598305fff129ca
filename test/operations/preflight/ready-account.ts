/** An account and region in which every check passes, and a stage that uses all of its settings. */

import { COGNITO_QUOTA } from '../../../contract/limits.ts';
import type { Stage } from '../../../lib/config/stages.ts';
import { STAGES } from '../../../lib/config/stages.ts';
import type { Answers } from '../../support/fake-aws.ts';

export const ACCOUNT = '123456789012';
const TRAIL_ARN = `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/main`;

/** CloudFormation of an account with these stacks: their status and their outputs. */
export const stacks = (
  found: Record<string, { status?: string; outputs?: Record<string, string> }>,
): Answers => ({
  DescribeStacks: ({ StackName }) => {
    const stack = found[String(StackName)];
    if (!stack) {
      return { __type: 'ValidationError', Message: `Stack with id ${StackName} does not exist` };
    }
    const { status = 'CREATE_COMPLETE', outputs = {} } = stack;
    const Outputs = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
    }));
    return { Stacks: [{ StackName, StackStatus: status, Outputs }] };
  },
});

export const TOOLKIT = { CDKToolkit: { outputs: { BootstrapVersion: '29' } } };

export const selectors =
  (IncludeManagementEvents: boolean, ReadWriteType: string): Answers[string] =>
  () => ({ EventSelectors: [{ IncludeManagementEvents, ReadWriteType }] });

export const concurrencyOf = (limit: number, unreserved = limit): Answers => ({
  GetAccountSettings: () => ({
    AccountLimit: {
      ConcurrentExecutions: limit,
      UnreservedConcurrentExecutions: unreserved,
    },
  }),
});

export const readyAccount = (): Answers => ({
  ...stacks(TOOLKIT),
  ...concurrencyOf(1000),
  GetCallerIdentity: () => ({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/jane` }),
  GetAccount: () => ({}),
  GetServiceQuota: () => ({ Quota: { Value: COGNITO_QUOTA } }),
  DescribeTrails: () => ({
    trailList: [{ Name: 'main', TrailARN: TRAIL_ARN, HomeRegion: 'eu-west-1' }],
  }),
  GetTrailStatus: () => ({ IsLogging: true }),
  GetEventSelectors: selectors(true, 'All'),
  DescribeCertificate: () => ({
    Certificate: { Status: 'ISSUED', SubjectAlternativeNames: ['*.example.com'] },
  }),
  GetHostedZone: () => ({ HostedZone: { Id: '/hostedzone/Z0123456789', Name: 'example.com.' } }),
  GetTopicAttributes: () => ({
    Attributes: { entry: { key: 'SubscriptionsConfirmed', value: '2' } },
  }),
  DescribeKey: () => ({
    KeyMetadata: { KeyId: 'a', KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT' },
  }),
});

export const DOMAIN = {
  name: 'auth.example.com',
  certificateArn: `arn:aws:acm:eu-west-1:${ACCOUNT}:certificate/1`,
  hostedZone: { id: 'Z0123456789', name: 'example.com' },
};

export const FULL_STAGE: Stage = {
  name: 'prod',
  config: {
    ...STAGES.prod,
    domain: DOMAIN,
    alarmTopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:alarms`,
    encryptionKeyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed`,
    concurrency: { login: { reserved: 200 }, refresh: { reserved: 100 } },
  },
};
