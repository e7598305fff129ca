/** Secrets Manager whose answers trickle a byte at a time, as a function meets it. */

import { afterAll, expect, test } from '@jest/globals';
import { createKeyring } from '../../functions/core/keys/rotate-keys.ts';
import { errorIn } from '../support/answer.ts';
import { ACCOUNT_QUERY, lambdaContext, restEvent } from '../support/event.ts';
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

/** A busy machine may need several tries until a request arrives or is answered in time. */
test('a request ends at the deadline, and the next one with a healthy upstream succeeds', async () => {
  const timeouts = timeoutsOf(60_000, 1);
  const captcha = createCaptchaHandler({
    ...timeouts,
    secrets: { ...timeouts.secrets, deadlineMs: 100 },
  });
  const get = () => captcha(restEvent('captcha', { query: ACCOUNT_QUERY }), lambdaContext());
  let pairs = 0;
  do {
    pairs += 1;
    for (const response of await Promise.all([get(), get()])) errorIn(response, 'INTERNAL_ERROR');
  } while (secrets.requests === 0);
  // Requests at the same time share one read, which each of them waits for once.
  expect(secrets.requests).toBeLessThanOrEqual(pairs);

  isStalled = false;
  let response = await get();
  // A promise that outlived its deadline would fail every try.
  while (response.statusCode !== 200) response = await get();
});
