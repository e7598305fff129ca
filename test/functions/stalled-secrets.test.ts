/** Secrets Manager whose answers trickle a byte at a time, as a function meets it. */

import { afterAll, expect, test } from '@jest/globals';
import { createKeyring } from '../../functions/core/keys/rotate-keys.ts';
import { errorIn } from '../support/answer.ts';
import { lambdaContext, restEvent } from '../support/event.ts';
import { timeoutsOf } from '../support/timeouts.ts';
import { respondsWith, startUpstream, trickles } from '../support/upstream.ts';

const SecretString = JSON.stringify(createKeyring(Date.now()));
let isStalled = true;
const secrets = await startUpstream((socket) =>
  isStalled ? trickles(socket) : respondsWith(200, JSON.stringify({ SecretString }))(socket),
);
afterAll(() => secrets.stop());
Object.assign(process.env, { AWS_ENDPOINT_URL: secrets.url, SERVICE_KEYS_SECRET_ID: 'service' });
const { createCaptchaHandler } = await import('../../functions/wiring/captcha.ts');

test('a request ends at the deadline, and the next one with a healthy upstream succeeds', async () => {
  const timeouts = timeoutsOf(60_000, 1);
  const captcha = createCaptchaHandler({
    ...timeouts,
    secrets: { ...timeouts.secrets, deadlineMs: 100 },
  });
  const get = () => captcha(restEvent('captcha'), lambdaContext());
  for (const response of await Promise.all([get(), get()])) errorIn(response, 'INTERNAL_ERROR');
  expect(secrets.requests).toBeLessThanOrEqual(1); // shared, or not even sent on a busy machine
  isStalled = false;
  // A busy machine may miss so short a deadline again. A read that hangs is missed every time.
  let status = 500;
  for (let tries = 0; tries < 100 && status !== 200; tries += 1) status = (await get()).statusCode;
  expect(status).toBe(200);
});
