import { describe, expect, test } from '@jest/globals';
import { userEventPattern } from '../../contract/user-events.ts';
import { DEFAULT_BUS, EventBridge } from '../../sandbox/aws/event-bridge.ts';
import { matchesPattern } from '../../sandbox/aws/event-pattern.ts';
import { createQueue } from '../../sandbox/queue.ts';
import { frozenClock } from '../support/clock.ts';

const event = (detail: object, change: object = {}) => ({
  source: 'aws.cognito-idp',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventName: 'AdminDisableUser', requestParameters: { userPoolId: 'ours' }, ...detail },
  ...change,
});

test.each([
  ['an event of our pool', true, event({})],
  ['an event that names no pool', true, event({ requestParameters: { accessToken: 'HIDDEN' } })],
  ['an event without parameters', true, event({ requestParameters: null })],
  ['an event of another pool', false, event({ requestParameters: { userPoolId: 'other' } })],
  ['a failed call', false, event({ errorCode: 'UserNotFoundException' })],
  ['a denied call', false, event({ errorCode: 'AccessDenied' })],
  ['RevokeToken', false, event({ eventName: 'RevokeToken' })],
  ['another call', false, event({ eventName: 'InitiateAuth' })],
  ['another source', false, event({}, { source: 'ours' })],
  ['another type', false, event({}, { 'detail-type': 'AWS Service Event via CloudTrail' })],
])('the pattern of events about users: %s matches is %s', (_, matches, candidate) => {
  expect(matchesPattern(userEventPattern('ours'), candidate)).toBe(matches);
});

describe('PutEvents', () => {
  const pattern = { source: ['a'] };

  test('delivers an event to the matching rules of its bus', () => {
    const bridge = new EventBridge(frozenClock());
    const delivered: string[] = [];
    const addRule = (name: string, bus: string, rulePattern = pattern) =>
      bridge.addRule({
        bus,
        pattern: rulePattern,
        target: (body) => delivered.push(`${name} ${body}`),
      });
    addRule('matching', 'bus');
    addRule('other pattern', 'bus', { source: ['b'] });
    addRule('default', DEFAULT_BUS);
    const entry = { Source: 'a', DetailType: 't', Detail: '{"x":1}' };
    const output = bridge.call('PutEvents', {
      Entries: [{ ...entry, EventBusName: 'bus' }, entry],
    });
    expect(output).toEqual({
      FailedEntryCount: 0,
      Entries: [{ EventId: expect.any(String) }, { EventId: expect.any(String) }],
    });
    expect(delivered).toEqual([
      expect.stringMatching(/^matching .*"time":"2026-03-01T12:00:00Z".*"detail":\{"x":1\}/),
      expect.stringMatching(/^default /),
    ]);
  });

  test('is the only operation', () => {
    expect(() => new EventBridge(frozenClock()).call('PutRule', {})).toThrow(/events\.PutRule/);
  });
});

describe('a queue', () => {
  test('calls the function with one message at a time, and repeats a failed one', async () => {
    const calls: string[] = [];
    let isRunning = false;
    const done = Promise.withResolvers<void>();
    const queue = createQueue(async ({ Records }) => {
      expect(isRunning).toBe(false);
      isRunning = true;
      await new Promise(setImmediate);
      isRunning = false;
      const body = Records.map((record) => record.body).join();
      calls.push(body);
      if (body === 'last') done.resolve();
      if (body === 'bad') throw new Error('failed');
    });
    for (const body of ['one', 'bad', 'last']) queue.send(body);
    await done.promise;
    expect(calls).toEqual(['one', 'bad', 'bad', 'bad', 'last']);
    await queue.close();
  });

  test('processes nothing after it is closed', async () => {
    const calls: unknown[] = [];
    const queue = createQueue(async (message) => void calls.push(message));
    await queue.close();
    queue.send('late');
    await queue.close();
    expect(calls).toEqual([]);
  });
});
