/** The events for the customer's app: what is published, the schemas, and the example. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { APP_EVENTS } from '../../contract/app-events.ts';
import { FOUNDATION_OUTPUTS } from '../../contract/outputs.ts';
import { AppEventsStack } from '../../examples/app-events/app-events-stack.ts';
import { busAppEvents } from '../../functions/adapters/events/app-events.ts';
import type { BusEvent } from '../../functions/adapters/events/event-bus.ts';
import type { AppEvent } from '../../functions/core/app-events/app-events.ts';
import { getOnly } from '../lib/synthesised.ts';

const schemas = JSON.parse(readFileSync('docs/public/app-events.json', 'utf8')) as {
  $defs: Record<string, object>;
};
const guide = readFileSync('docs/guide/events.md', 'utf8');

/** One event of each kind. */
const EVENTS: { [K in AppEvent['kind']]: Extract<AppEvent, { kind: K }> } = {
  signed_up: { kind: 'signed_up', sub: 'alice', email: 'alice@example.com' },
  confirmed: { kind: 'confirmed', sub: 'alice', email: null },
  email_changed: { kind: 'email_changed', sub: 'alice', email: 'alice@example.com' },
  password_changed: { kind: 'password_changed', sub: 'alice' },
  deleted: { kind: 'deleted', sub: 'alice' },
  sessions_ended: {
    kind: 'sessions_ended',
    sub: 'alice',
    reason: 'password_reset',
    session_ids: ['one', 'two'],
  },
};

async function publish(event: AppEvent): Promise<BusEvent> {
  const put: BusEvent[] = [];
  const bus = { put: async (events: readonly BusEvent[]) => void put.push(...events) };
  await busAppEvents(bus, { audit: () => {}, report: () => {} }).publish(event);
  const [published, ...others] = put;
  if (!published || others.length > 0) throw new Error('expected one event');
  return published;
}

const validate = (kind: string, detail: object): boolean =>
  new Ajv2020({ strict: false }).compile({ ...schemas, $ref: `#/$defs/${kind}` })(detail);

test('there is a schema for each kind of event', () => {
  expect(Object.keys(schemas.$defs)).toEqual(Object.keys(APP_EVENTS));
});

describe.each(Object.values(EVENTS))('$kind', (event) => {
  test('is published as its schema says, and no other member is', async () => {
    const { detailType, detail } = await publish(event);
    expect(detailType).toBe(event.kind);
    expect(validate(event.kind, detail)).toBe(true);
    expect(validate(event.kind, { ...detail, password: 'x' })).toBe(false);
    expect(validate(event.kind, { ...detail, sub: '' })).toBe(false);
    expect(validate(event.kind, { ...detail, version: 2 })).toBe(false);
  });
});

test('the rule of the example is that of the guide, and selects an event that is published', () => {
  const stack = new AppEventsStack(new App(), 'Example', { eventBusName: 'bus' });
  const rule = getOnly(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  expect(rule.Properties).toMatchObject({
    EventBusName: 'bus',
    EventPattern: { source: ['chordian-auth'], 'detail-type': ['deleted'] },
  });
  const source = readFileSync('examples/app-events/app-events-stack.ts', 'utf8');
  const [, sample = ''] = /```ts\n(.+?)```/s.exec(guide) ?? [];
  expect(source.replaceAll(/^ {4}/gm, '')).toContain(sample);
  expect(guide).toContain(`\`${FOUNDATION_OUTPUTS.eventBus}\``);
});
