/** Mails over a server that replaces SES, with the SDK's client and with that of the bundles. */

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, expect, test } from '@jest/globals';
import { mailClient } from '../../../../functions/adapters/clients.ts';
import { sesMailSender } from '../../../../functions/adapters/ses/mail-sender.ts';
import * as bundled from '../../../../lib/bundling/sdk/client-sesv2.ts';
import { timeoutsOf } from '../../../support/timeouts.ts';

const FROM = '"Example" <no-reply@example.com>';
const TO = 'jane@example.com';
const MAIL = { subject: 'Süß', html: '<p>Süß</p>', text: 'Süß' };
const ENDPOINT = 'AWS_ENDPOINT_URL_SESV2';
const stops: (() => unknown)[] = [];
afterEach(async () => {
  delete process.env[ENDPOINT];
  for (const stop of stops.splice(0)) await stop();
});

interface Seen {
  method: string | undefined;
  url: string | undefined;
  type: string | undefined;
  scope: string | undefined;
  body: unknown;
}

/** Starts a server that replaces SES. Returns the requests that it gets. */
async function startSes(answer: (response: ServerResponse) => void): Promise<Seen[]> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const scope = /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1];
    const body: unknown = JSON.parse(await text(request));
    seen.push({ method, url, type: headers['content-type'], scope, body });
    answer(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  process.env[ENDPOINT] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return seen;
}

function openSender(timeoutMs = 60_000) {
  const client = mailClient(timeoutsOf(60_000));
  stops.push(() => client.destroy());
  return sesMailSender(client, { from: FROM, timeoutMs });
}

const accepts = (response: ServerResponse) => void response.end('{"MessageId":"1"}');

test('sends both forms of a mail in UTF-8', async () => {
  const seen = await startSes(accepts);
  await openSender().send(TO, MAIL);
  const inUtf8 = { Data: 'Süß', Charset: 'UTF-8' };
  expect(seen.map(({ body }) => body)).toEqual([
    {
      FromEmailAddress: FROM,
      Destination: { ToAddresses: [TO] },
      Content: {
        Simple: {
          Subject: inUtf8,
          Body: { Html: { ...inUtf8, Data: '<p>Süß</p>' }, Text: inUtf8 },
        },
      },
    },
  ]);
});

test('the client of the bundles makes the same request as that of the SDK', async () => {
  const seen = await startSes(accepts);
  const input = { FromEmailAddress: FROM, Content: { Simple: undefined } };
  const limits = { requestTimeout: 60_000, socketTimeout: 60_000, throwOnRequestTimeout: true };
  const lean = new bundled.SESv2Client({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 60_000, ...limits },
  });
  const sdk = mailClient(timeoutsOf(60_000));
  const bySdk = await sdk.send(new SendEmailCommand(input));
  const byBundle = await lean.send(new bundled.SendEmailCommand(input));
  lean.destroy();
  sdk.destroy();
  expect(seen).toHaveLength(2);
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[1]).toMatchObject({ method: 'POST', url: '/v2/email/outbound-emails' });
  expect(seen[1]?.scope).toMatch(/\/eu-west-1\/ses\/aws4_request$/);
  expect(byBundle).toMatchObject({ MessageId: bySdk.MessageId });
});

test('a refusal is an error that names the reason and not the address', async () => {
  await startSes((response) => {
    response.writeHead(400, { 'x-amzn-errortype': 'MessageRejected' });
    response.end(JSON.stringify({ message: `Email address is not verified: ${TO}` }));
  });
  await expect(openSender().send(TO, MAIL)).rejects.toThrow(
    /^SES did not accept the mail: MessageRejected$/,
  );
});

test('no answer in time is an error', async () => {
  await startSes(() => {});
  await expect(openSender(50).send(TO, MAIL)).rejects.toThrow(
    'SES did not accept the mail: TimeoutError',
  );
});
