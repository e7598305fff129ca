/** Notices in the sandbox: from the bus by way of the deployed handler to the mailbox. */

import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EVENT_SOURCE, NO_EVENT } from '../../contract/event-source.ts';
import { NOTICE_REQUEST } from '../../contract/notices.ts';
import { EVENT_BUS } from '../../sandbox/environment.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from './support.ts';

const stateDir = temporaryDirectory();
let sandbox: Sandbox;
let events: EventBridgeClient;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true });
  // The sandbox has set the endpoint and the credentials of this process.
  events = new EventBridgeClient();
});
afterAll(async () => {
  events.destroy();
  await sandbox.close();
});

const put = (...entries: [string, object][]) =>
  events.send(
    new PutEventsCommand({
      Entries: entries.map(([DetailType, detail]) => ({
        Source: EVENT_SOURCE,
        DetailType,
        Detail: JSON.stringify(detail),
        EventBusName: EVENT_BUS,
      })),
    }),
  );

async function readMails(): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${sandbox.url}/sandbox/mailbox.json`);
  return (await response.json()) as Record<string, unknown>[];
}

test('a notice that is requested on the bus is a mail on the page, and nothing else is', async () => {
  await put(
    [NO_EVENT, {}],
    ['deleted', { version: 1, sub: 'alice' }],
    [NOTICE_REQUEST, { kind: 'password_changed', to: 'jane@example.com' }],
  );
  let mails: Record<string, unknown>[] = [];
  while (mails.length === 0) mails = await readMails();
  expect(mails).toEqual([
    {
      id: expect.stringMatching(/\S/),
      medium: 'EMAIL',
      to: 'jane@example.com',
      subject: 'Sandbox: Your password was changed',
      body: expect.stringContaining('reset your password'),
      sentAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
});
