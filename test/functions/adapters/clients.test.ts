/** The SDK clients as they are deployed, against a service that never answers or fails once. */

import { afterAll, expect, test } from '@jest/globals';
import { TIMEOUTS } from '../../../contract/limits.ts';
import { databaseClient, secretsClient } from '../../../functions/adapters/clients.ts';
import { dynamoSessions } from '../../../functions/adapters/dynamodb/sessions.ts';
import { readSecret } from '../../../functions/adapters/secrets/secret.ts';
import { failureOf } from '../../support/failure.ts';
import { answers, startUpstream } from '../../support/upstream.ts';

const ENDPOINT = 'AWS_ENDPOINT_URL';
const silent = await startUpstream(() => {});
let failures = 0;
const failsOnce = await startUpstream((socket) => {
  failures += 1;
  answers(
    ...((failures % 2 === 1 ? [500, ''] : [200, '{"SecretString":"text"}']) as [number, string]),
  )(socket);
});
afterAll(async () => {
  delete process.env[ENDPOINT];
  await Promise.all([silent.stop(), failsOnce.stop()]);
});

test('a database or a secret store that never answers is our failure after as many tries as the limits say', async () => {
  process.env[ENDPOINT] = silent.url;
  const [database, secrets] = [databaseClient(), secretsClient()];
  const startedAt = performance.now();
  const found = [
    dynamoSessions(database, 'sessions').find({ sub: 'alice', sid: 'one' }, 0),
    readSecret(secrets, 'keyring'),
  ];
  for (const { code } of await Promise.all(found.map(failureOf))) {
    expect(code).toBe('INTERNAL_ERROR');
  }
  expect(silent.requests).toBe(TIMEOUTS.database.tries + TIMEOUTS.secrets.tries);
  expect(performance.now() - startedAt).toBeLessThan(TIMEOUTS.function * 1_000);
  database.destroy();
  secrets.destroy();
}, 20_000);

test('a service that fails once is asked again', async () => {
  process.env[ENDPOINT] = failsOnce.url;
  const secrets = secretsClient();
  await expect(readSecret(secrets, 'keyring')).resolves.toBe('text');
  expect(failsOnce.requests).toBe(2);
  secrets.destroy();
});
