/** The SDK clients against a service that never responds, and one that fails once. */

import { afterAll, expect, test } from '@jest/globals';
import { TIMEOUTS } from '../../../contract/limits.ts';
import {
  cognitoClient,
  databaseClient,
  secretsClient,
} from '../../../functions/adapters/clients.ts';
import { dynamoSessions } from '../../../functions/adapters/dynamodb/sessions.ts';
import { readSecret } from '../../../functions/adapters/secrets/secret.ts';
import { catchFailure } from '../../support/failure.ts';
import { timeoutsOf } from '../../support/timeouts.ts';
import { respondsWith, startUpstream } from '../../support/upstream.ts';

const ENDPOINT = 'AWS_ENDPOINT_URL';
const silent = await startUpstream(() => {});
let failures = 0;
const failsOnce = await startUpstream((socket) => {
  failures += 1;
  respondsWith(
    ...((failures % 2 === 1 ? [500, ''] : [200, '{"SecretString":"text"}']) as [number, string]),
  )(socket);
});
afterAll(async () => {
  delete process.env[ENDPOINT];
  await Promise.all([silent.stop(), failsOnce.stop()]);
});

/** A place in the SDK that every try passes, even if it never reaches the service. */
const EACH_TRY = { step: 'finalizeRequest', priority: 'low' } as const;

test.each([1, 2, 3])(
  'a service that never responds is INTERNAL_ERROR after %d tries',
  async (tries) => {
    process.env[ENDPOINT] = silent.url;
    const timeouts = timeoutsOf(50, tries);
    const [database, secrets] = [databaseClient(timeouts), secretsClient(timeouts)];
    const counted = { database: 0, secrets: 0 };
    database.middlewareStack.add(
      (next) => (args) => {
        counted.database += 1;
        return next(args);
      },
      EACH_TRY,
    );
    secrets.middlewareStack.add(
      (next) => (args) => {
        counted.secrets += 1;
        return next(args);
      },
      EACH_TRY,
    );
    const reads = [
      dynamoSessions(database, 'sessions').find({ sub: 'alice', sid: 'one' }, 0),
      readSecret({ client: secrets, secretId: 'keys', deadlineMs: 60_000 }),
    ];
    for (const failure of await Promise.all(reads.map(catchFailure))) {
      expect(failure).toMatchObject({ code: 'INTERNAL_ERROR', cause: { name: 'TimeoutError' } });
    }
    expect(counted).toEqual({ database: tries, secrets: tries });
    database.destroy();
    secrets.destroy();
  },
);

test('a request that fails once is retried', async () => {
  process.env[ENDPOINT] = failsOnce.url;
  const secrets = secretsClient(timeoutsOf(60_000));
  const source = { client: secrets, secretId: 'keys', deadlineMs: 60_000 };
  await expect(readSecret(source)).resolves.toBe('text');
  expect(failsOnce.requests).toBe(2);
  secrets.destroy();
});

test.each([
  ['cognito', cognitoClient, { tries: 1, tryMs: TIMEOUTS.cognitoMs }],
  ['database', databaseClient, TIMEOUTS.database],
  ['secrets', secretsClient, TIMEOUTS.secrets],
] as const)('the deployed %s client has the limits of the contract', async (_, create, limits) => {
  const { config } = create(TIMEOUTS);
  await expect(config.maxAttempts()).resolves.toBe(limits.tries);
  // The handler resolves its settings with the first request.
  const settings = await (config.requestHandler as unknown as { configProvider: Promise<object> })
    .configProvider;
  expect(settings).toMatchObject({
    connectionTimeout: TIMEOUTS.connectMs,
    requestTimeout: limits.tryMs,
    socketTimeout: limits.tryMs,
    throwOnRequestTimeout: true,
  });
});
