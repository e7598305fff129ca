/** The event bus over a server that replaces EventBridge, with the SDK's and the bundles' client. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventsClient } from '../../../../functions/adapters/clients.ts';
import { busAppEvents } from '../../../../functions/adapters/events/app-events.ts';
import { eventBus } from '../../../../functions/adapters/events/event-bus.ts';
import { busNotices } from '../../../../functions/adapters/events/notices.ts';
import { busRevalidationRequests } from '../../../../functions/adapters/events/revalidation-requests.ts';
import * as bundled from '../../../../lib/bundling/sdk/client-eventbridge.ts';
import { timeoutsOf } from '../../../support/timeouts.ts';
import { type Behaviour, respondsWith, startUpstream } from '../../../support/upstream.ts';

const ADDRESS = 'jane@example.com';
const ENDPOINT = 'AWS_ENDPOINT_URL_EVENTBRIDGE';
const stops: (() => unknown)[] = [];
afterEach(async () => {
  delete process.env[ENDPOINT];
  for (const stop of stops.splice(0)) await stop();
});

function openBus(url: string, timeoutMs = 60_000) {
  process.env[ENDPOINT] = url;
  const client = eventsClient(timeoutsOf(60_000));
  stops.push(() => client.destroy());
  return eventBus(client, { busName: 'bus', timeoutMs });
}

/** Starts a server that accepts all entries. `seen` are the requests. */
async function accept() {
  const seen: { headers: Record<string, unknown>; body: { Entries: Record<string, string>[] } }[] =
    [];
  const server = createServer(async (request, response) => {
    seen.push({ headers: request.headers, body: JSON.parse(await text(request)) });
    response.end('{"FailedEntryCount":0,"Entries":[]}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  stops.push(() => server.closeAllConnections() ?? server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const entries = () =>
    seen
      .flatMap(({ body }) => body.Entries)
      .map(({ Detail = '', ...entry }) => ({ ...entry, Detail: JSON.parse(Detail) }));
  return { url, seen, entries };
}

const entryOf = (DetailType: string, Detail: object) => ({
  Source: 'chordian-auth',
  DetailType,
  Detail,
  EventBusName: 'bus',
});

/** The adapters with what they log. */
function openPorts(url: string) {
  const audits: unknown[] = [];
  const reported: unknown[] = [];
  const bus = openBus(url);
  const ports = {
    audit: (event: string, fields: object) => void audits.push({ event, ...fields }),
    report: (error: unknown) => void reported.push(error),
  };
  return {
    audits,
    reported,
    requests: busRevalidationRequests(bus),
    appEvents: busAppEvents(bus, ports),
    notices: busNotices(bus, ports),
  };
}

test('the client of the bundles makes the same request as that of the SDK', async () => {
  const { url, seen } = await accept();
  await openBus(url).put([{ detailType: 'kind', detail: { a: 'ü' } }]);
  const limits = { requestTimeout: 60_000, socketTimeout: 60_000, throwOnRequestTimeout: true };
  const lean = new bundled.EventBridgeClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 60_000, ...limits },
  });
  const [bySdk] = seen;
  await lean.send(new bundled.PutEventsCommand(bySdk?.body ?? {}));
  lean.destroy();
  const [expected, actual] = seen.map(({ headers, body }) => ({
    body,
    target: headers['x-amz-target'],
    type: headers['content-type'],
    scope: /Credential=([^,]+)/.exec(String(headers.authorization))?.[1],
  }));
  expect(actual).toEqual(expected);
  expect(actual?.target).toBe('AWSEvents.PutEvents');
  expect(actual?.scope).toMatch(/\/events\/aws4_request$/);
});

test('a request for a confirmation is one event for each session', async () => {
  const { url, entries } = await accept();
  await openPorts(url).requests.send([
    { sub: 'alice', sid: 'one' },
    { sub: 'alice', sid: 'two' },
  ]);
  expect(entries()).toEqual(
    ['one', 'two'].map((sid) => entryOf('session revalidation requested', { sub: 'alice', sid })),
  );
});

test('an event for the app has its kind as its detail type, and a version', async () => {
  const { url, entries } = await accept();
  const { appEvents } = openPorts(url);
  await appEvents.publish({ kind: 'email_changed', sub: 'alice', email: ADDRESS });
  await appEvents.publish({ kind: 'deleted', sub: 'alice' });
  expect(entries()).toEqual([
    entryOf('email_changed', { version: 1, sub: 'alice', email: ADDRESS }),
    entryOf('deleted', { version: 1, sub: 'alice' }),
  ]);
});

test('a notice is requested with what it says', async () => {
  const { url, entries } = await accept();
  const notice = { kind: 'new_device', to: ADDRESS, language: 'de', device: 'Firefox' } as const;
  await openPorts(url).notices.send(notice);
  expect(entries()).toEqual([entryOf('notice requested', notice)]);
});

test('no notice and no event make the same call, which no rule selects', async () => {
  const { url, entries } = await accept();
  const { appEvents, notices } = openPorts(url);
  await appEvents.publish(undefined);
  await notices.send(undefined);
  expect(entries()).toEqual([entryOf('nothing', {}), entryOf('nothing', {})]);
});

const behaviours: Record<string, Behaviour> = {
  'the request is denied': respondsWith(
    400,
    `{"__type":"AccessDeniedException","message":"${ADDRESS}"}`,
  ),
  'an entry was not accepted': respondsWith(
    200,
    '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"ThrottlingException"}]}',
  ),
  'the response is not JSON': respondsWith(200, `<html>${ADDRESS}`),
  'the response is empty': respondsWith(200, ''),
  'the response is of another shape': respondsWith(200, '[]'),
  'the connection is reset': (socket) => socket.resetAndDestroy(),
};

describe.each(Object.entries(behaviours))('if %s', (_, behave) => {
  async function open() {
    const upstream = await startUpstream(behave);
    stops.push(() => upstream.stop());
    return openPorts(upstream.url);
  }

  test('a request for a confirmation is rejected, without what was sent', async () => {
    const { requests } = await open();
    const error: unknown = await requests.send([{ sub: ADDRESS, sid: 'one' }]).catch((e) => e);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toMatch(/^Error: EventBridge did not accept the event: [\w ]+$/);
  });

  test('an event and a notice are reported and fail nothing', async () => {
    const { appEvents, notices, audits, reported } = await open();
    await appEvents.publish({ kind: 'deleted', sub: 'alice' });
    await notices.send({ kind: 'password_changed', to: ADDRESS });
    await appEvents.publish(undefined);
    await notices.send(undefined);
    expect(audits).toEqual([
      { event: 'app_event_failed', kind: 'deleted', sub: 'alice' },
      {
        event: 'notice_failed',
        kind: 'password_changed',
        reason: 'the request was not accepted',
      },
    ]);
    expect(reported).toHaveLength(4);
    expect(reported.join()).not.toContain(ADDRESS);
  });
});

test('a dead connection gets a second try', async () => {
  let tries = 0;
  const upstream = await startUpstream((socket) => {
    tries += 1;
    if (tries === 1) socket.resetAndDestroy();
    else respondsWith(200, '{"FailedEntryCount":0}')(socket);
  });
  stops.push(() => upstream.stop());
  await openBus(upstream.url).put([{ detailType: 'kind', detail: {} }]);
  expect(tries).toBe(2);
});

test.each<[string, Behaviour]>([
  ['there is no response in time', () => {}],
  [
    'the response does not end in time',
    (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{'),
  ],
])('is rejected if %s', async (_, behave) => {
  const upstream = await startUpstream(behave);
  stops.push(() => upstream.stop());
  const put = openBus(upstream.url, 50).put([{ detailType: 'kind', detail: {} }]);
  await expect(put).rejects.toThrow('EventBridge did not accept the event: TimeoutError');
});
