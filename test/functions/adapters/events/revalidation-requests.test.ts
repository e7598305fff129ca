import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventBridgeRequests } from '../../../../functions/adapters/events/revalidation-requests.ts';
import { frozenClock } from '../../../support/clock.ts';
import { type Behaviour, respondsWith, startUpstream } from '../../../support/upstream.ts';

const SECRET = 'secret-access-key';
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const requestsAt = (url: string, timeoutMs = 60_000) =>
  eventBridgeRequests({
    access: () => ({
      url: new URL(url),
      region: 'eu-west-1',
      credentials: { accessKeyId: 'id', secretAccessKey: SECRET },
    }),
    busName: 'bus',
    timeoutMs,
    clock: frozenClock(),
  });

test('puts one entry for each session on the bus, with a signed request', async () => {
  const seen: { headers: object; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    seen.push({ headers: request.headers, body: JSON.parse(await text(request)) });
    response.end('{"FailedEntryCount":0,"Entries":[{"EventId":"1"},{"EventId":"2"}]}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  stops.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  await requestsAt(`http://127.0.0.1:${port}`).send([
    { sub: 'alice', sid: 'one' },
    { sub: 'alice', sid: 'two' },
  ]);
  const entryOf = (sid: string) => ({
    Source: 'chordian-auth',
    DetailType: 'session revalidation requested',
    Detail: JSON.stringify({ sub: 'alice', sid }),
    EventBusName: 'bus',
  });
  expect(seen).toEqual([
    {
      headers: expect.objectContaining({
        'x-amz-target': 'AWSEvents.PutEvents',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-date': '20260301T120000Z',
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=id\/20260301\/eu-west-1\/events\/aws4_request, /,
        ),
      }),
      body: { Entries: [entryOf('one'), entryOf('two')] },
    },
  ]);
});

describe('throws an error without the credentials if', () => {
  const behaviours: Record<string, Behaviour> = {
    'the request is denied': respondsWith(
      400,
      `{"__type":"AccessDeniedException","message":"${SECRET}"}`,
    ),
    'an entry was not accepted': respondsWith(
      200,
      '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"ThrottlingException"}]}',
    ),
    'the response is not JSON': respondsWith(200, '<html>'),
    'the response is empty': respondsWith(200, ''),
    'the response is of another shape': respondsWith(200, '[]'),
    'the response is too long': respondsWith(200, 'x'.repeat(100_000)),
    'the connection is reset': (socket) => socket.resetAndDestroy(),
  };
  test.each(Object.entries(behaviours))('%s', async (_, behave) => {
    const upstream = await startUpstream(behave);
    stops.push(() => upstream.stop());
    const error: unknown = await requestsAt(upstream.url)
      .send([{ sub: 'alice', sid: 'one' }])
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toContain(SECRET);
    expect(upstream.requests).toBe(1);
  });

  test.each<[string, Behaviour]>([
    ['there is no response in time', () => {}],
    [
      'the response does not end in time',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{'),
    ],
  ])('%s', async (_, behave) => {
    const upstream = await startUpstream(behave);
    stops.push(() => upstream.stop());
    await expect(requestsAt(upstream.url, 50).send([{ sub: 'alice', sid: 'one' }])).rejects.toThrow(
      /abort/i,
    );
  });
});
