import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { TIMEOUTS } from '../../../contract/limits.ts';
import { REVALIDATION_PATTERN } from '../../../contract/revalidation-request.ts';
import { userEventPattern } from '../../../contract/user-events.ts';
import { findResources, getOnly, synthesise, toText } from '../synthesised.ts';

const topic = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const { foundation, service } = synthesise('dev', {
  alarmTopicArn: topic,
  revalidation: { requestAfter: 1_800, expireAfter: 7_200, concurrency: 9 },
});

/** The logical ID of the only resource of a type whose ID matches. */
function findId(type: string, id: RegExp): string {
  const matching = Object.entries(findResources(service, type)).filter(([each]) => id.test(each));
  getOnly(Object.fromEntries(matching));
  return matching[0]?.[0] ?? '';
}
const revalidateQueue = findId('AWS::SQS::Queue', /RevalidateQueue/);
const userEventsQueue = findId('AWS::SQS::Queue', /UserEventsQueue/);
const deadLetters = findId('AWS::SQS::Queue', /UserEventsDead/);
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

describe('requests for confirmations', () => {
  test('have a bus in the foundation, where other stacks find it', () => {
    foundation.resourceCountIs('AWS::Events::EventBus', 1);
    service.resourceCountIs('AWS::Events::EventBus', 0);
  });

  test('go from the bus to the queue of the function that asks Cognito', () => {
    service.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: Match.anyValue(),
      EventPattern: REVALIDATION_PATTERN,
      Targets: [Match.objectLike({ Arn: arnOf(revalidateQueue) })],
    });
  });

  test('are dropped after an hour, and not kept as dead letters', () => {
    const { Properties } = findResources(service, 'AWS::SQS::Queue')[revalidateQueue] ?? {};
    expect(Properties).toMatchObject({ MessageRetentionPeriod: 3_600 });
    expect(Properties).not.toHaveProperty('RedrivePolicy');
  });

  test('are processed one by one, by as many executions as the setting says', () => {
    service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf(revalidateQueue),
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 9 },
    });
  });
});

describe('events about users', () => {
  test('are those of our pool on the default bus, which CloudTrail reports as successful', () => {
    const rules = Object.values(findResources(service, 'AWS::Events::Rule'));
    const rule = rules.find(({ Properties }) => !('EventBusName' in Properties));
    const pattern = rule?.Properties.EventPattern as ReturnType<typeof userEventPattern>;
    const [pool] = pattern.detail.requestParameters.userPoolId;
    expect(toText(pool)).toMatch(/UsersPool/);
    expect(pattern).toEqual(userEventPattern(pool as string));
    expect(pattern.detail.eventName).not.toContain('RevokeToken');
    expect(pattern.detail.errorCode).toEqual([{ exists: false }]);
    expect(rule?.Properties.Targets).toEqual([
      expect.objectContaining({
        Arn: arnOf(userEventsQueue),
        DeadLetterConfig: { Arn: arnOf(deadLetters) },
      }),
    ]);
  });

  test('are tried ten times, then kept for 14 days', () => {
    const queues = findResources(service, 'AWS::SQS::Queue');
    expect(queues[userEventsQueue]?.Properties).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: arnOf(deadLetters), maxReceiveCount: 10 },
    });
    expect(queues[deadLetters]?.Properties).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
  });
});

test('a message stays invisible for six times the time-out of its function', () => {
  for (const id of [revalidateQueue, userEventsQueue]) {
    expect(findResources(service, 'AWS::SQS::Queue')[id]?.Properties).toMatchObject({
      VisibilityTimeout: 6 * TIMEOUTS.function,
    });
  }
});

test('the queues are encrypted and accept TLS only', () => {
  service.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
  for (const { Properties } of Object.values(findResources(service, 'AWS::SQS::QueuePolicy'))) {
    expect(JSON.stringify(Properties)).toContain('"aws:SecureTransport":"false"');
  }
});

test('the functions have the ages of the setting', () => {
  const variables = Object.values(findResources(service, 'AWS::Lambda::Function')).map(
    ({ Properties }) => (Properties.Environment as { Variables: Record<string, string> }).Variables,
  );
  const withAge = variables.filter((each) => 'REVALIDATE_AFTER' in each);
  expect(withAge.map((each) => each.REVALIDATE_AFTER)).toEqual(Array(5).fill('1800'));
  const expiring = variables.filter((each) => 'EXPIRE_UNVALIDATED_AFTER' in each);
  expect(expiring.map((each) => each.EXPIRE_UNVALIDATED_AFTER)).toEqual(Array(4).fill('7200'));
});

test.each([
  'RevalidationFailed',
  'RevalidateErrors',
  'UserEventsFailed',
  'UserEventsDelayed',
  'UserEventsWithoutUser',
])('the alarm %s notifies the topic and links to the runbook', (name) => {
  const id = findId('AWS::CloudWatch::Alarm', new RegExp(`^Revocation${name}`));
  const { Properties } = findResources(service, 'AWS::CloudWatch::Alarm')[id] ?? {};
  expect(Properties).toMatchObject({
    AlarmActions: [topic],
    AlarmDescription: expect.stringMatching(/What to do: docs\/runbook\.md#/),
  });
});
