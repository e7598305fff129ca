import { describe, expect, test } from '@jest/globals';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { NOTICE_PATTERN } from '../../../contract/notices.ts';
import { findResources, getOnly, synthesise, toText } from '../synthesised.ts';

const mail = { from: 'no-reply@mail.example.com', name: 'Beispiel-Café', identity: 'example.com' };
const SENDER = '=?UTF-8?B?QmVpc3BpZWwtQ2Fmw6k=?= <no-reply@mail.example.com>';
const on = synthesise('prod', { mail });
const off = synthesise('prod');

/** The statements of the role of the function that sends notices. */
function listStatements() {
  const policies = Object.entries(findResources(on.service, 'AWS::IAM::Policy')).filter(([id]) =>
    id.startsWith('NoticesSend'),
  );
  return (
    getOnly(Object.fromEntries(policies)).Properties.PolicyDocument as {
      Statement: { Action: string | string[]; Resource: unknown; Condition?: object }[];
    }
  ).Statement;
}

describe('a stage with a sender of mails', () => {
  test('has a function with the sender and the name of the service', () => {
    on.service.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({ MAIL_FROM: SENDER, MAIL_SERVICE_NAME: mail.name }),
      },
    });
  });

  test('may send mails from that address of the identity, and has no other data', () => {
    const statements = listStatements().filter(
      ({ Action }) => !/^(logs|xray|sqs):/.test([Action].flat()[0] ?? ''),
    );
    expect(statements).toHaveLength(1);
    const [{ Action, Resource, Condition } = { Action: '', Resource: '' }] = statements;
    expect(Action).toBe('ses:SendEmail');
    expect(toText(Resource)).toMatch(/:ses:\$\{AWS::Region\}:.*:identity\/example\.com$/);
    expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': mail.from } });
  });

  test('has a rule for the requests, and drops what waits for an hour', () => {
    on.service.hasResourceProperties('AWS::Events::Rule', { EventPattern: NOTICE_PATTERN });
    const queues = Object.entries(findResources(on.service, 'AWS::SQS::Queue')).filter(([id]) =>
      id.startsWith('NoticesSend'),
    );
    expect(getOnly(Object.fromEntries(queues)).Properties).toMatchObject({
      MessageRetentionPeriod: 3_600,
    });
  });

  test('has an alarm, and lets Cognito send by the same identity', () => {
    const alarms = Object.entries(findResources(on.service, 'AWS::CloudWatch::Alarm'))
      .filter(([id]) => id.startsWith('Notices'))
      .map(([, { Properties }]) => JSON.stringify(Properties));
    expect(alarms).toEqual([expect.stringContaining('"notice_failed"')]);
    const pool = getOnly(findResources(on.foundation, 'AWS::Cognito::UserPool'));
    const { SourceArn, ...others } = pool.Properties.EmailConfiguration as Record<string, unknown>;
    expect(others).toEqual({ EmailSendingAccount: 'DEVELOPER', From: SENDER });
    expect(toText(SourceArn)).toMatch(/:identity\/example\.com$/);
  });
});

describe('a stage without one', () => {
  test('has none of it, and says so', () => {
    const text = JSON.stringify([off.service.toJSON(), off.foundation.toJSON()]);
    const parts = ['"ses:', 'MAIL_FROM', 'EmailConfiguration', 'NoticesSend'];
    expect(parts.filter((part) => text.includes(part))).toEqual([]);
    Annotations.fromStack(off.stacks.service).hasWarning('*', Match.stringLikeRegexp('no notices'));
  });

  test('says so more quietly if its data need not last', () => {
    const { stacks } = synthesise('dev');
    const annotations = Annotations.fromStack(stacks.service);
    annotations.hasInfo('*', Match.stringLikeRegexp('no notices'));
    annotations.hasNoWarning('*', Match.stringLikeRegexp('no notices'));
  });

  test('is silent if there is a sender', () => {
    Annotations.fromStack(on.stacks.service).hasNoWarning(
      '*',
      Match.stringLikeRegexp('no notices'),
    );
  });
});

test('a function may put its own kinds of events on the bus, and no others', () => {
  const conditions = Object.values(findResources(on.service, 'AWS::IAM::Policy'))
    .flatMap(
      ({ Properties }) =>
        (
          Properties.PolicyDocument as {
            Statement: { Action: unknown; Condition?: object }[];
          }
        ).Statement,
    )
    .filter(({ Action }) => Action === 'events:PutEvents')
    .map(({ Condition }) => Condition);
  expect(conditions.length).toBeGreaterThan(0);
  for (const condition of conditions) {
    expect(condition).toEqual({
      StringEquals: {
        'events:source': 'chordian-auth',
        'events:detail-type': expect.arrayContaining([expect.stringMatching(/\S/)]),
      },
    });
  }
});
