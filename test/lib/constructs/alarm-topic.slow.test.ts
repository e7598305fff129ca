import { expect, test } from '@jest/globals';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { findResources, synthesise } from '../synthesised.ts';

const NOTIFIES_NOBODY = Match.stringLikeRegexp('The alarms of this stage notify nobody');
const warningsOf = (...parameters: Parameters<typeof synthesise>) =>
  Annotations.fromStack(synthesise(...parameters).stacks.foundation).findWarning(
    '*',
    NOTIFIES_NOBODY,
  );

test('prod warns at synthesis if its alarms notify nobody', () => {
  expect(warningsOf('prod')).toHaveLength(1);
  expect(warningsOf('prod', { alarmEmail: 'ops@example.com' })).toEqual([]);
  expect(
    warningsOf('prod', { alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms' }),
  ).toEqual([]);
  expect(warningsOf('dev')).toEqual([]);
});

test('an e-mail address gets a topic, which all alarms of both stacks notify', () => {
  const { foundation, service } = synthesise('prod', { alarmEmail: 'ops@example.com' });
  foundation.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'ops@example.com',
  });
  for (const template of [foundation, service]) {
    const alarms = Object.values(findResources(template, 'AWS::CloudWatch::Alarm'));
    expect(alarms.length).toBeGreaterThan(0);
    for (const { Properties } of alarms) {
      expect(Properties.AlarmActions).toEqual([expect.anything()]);
      expect(Properties.AlarmActions).toEqual(Properties.OKActions);
    }
  }
});

test('without an address there is no topic', () => {
  synthesise('prod').foundation.resourceCountIs('AWS::SNS::Topic', 0);
});
