import { once } from 'node:events';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, expect, test } from '@jest/globals';
import { withDeadline } from '../../../functions/adapters/deadline.ts';
import { readSecret } from '../../../functions/adapters/secrets/secret.ts';
import { catchFailure } from '../../support/failure.ts';
import { respondsWith, startUpstream, trickles } from '../../support/upstream.ts';

const never = () => new Promise<never>(() => {});

test('returns the result or the error of the operation', async () => {
  await expect(withDeadline(60_000, async () => 'text')).resolves.toBe('text');
  await expect(
    withDeadline(60_000, async () => {
      throw new Error('denied');
    }),
  ).rejects.toThrow('denied');
});

test('rejects at the deadline and aborts the signal, even if the operation ignores it', async () => {
  const signals: AbortSignal[] = [];
  const call = withDeadline(1, (signal) => {
    signals.push(signal);
    return never();
  });
  await expect(call).rejects.toMatchObject({
    name: 'TimeoutError',
    message: 'no complete answer within 1 ms',
  });
  expect(signals[0]?.aborted).toBe(true);
});

let isHealthy = false;
/** The connections whose answers trickle. */
const closed: Promise<unknown>[] = [];
const server = await startUpstream((socket) => {
  if (isHealthy) return respondsWith(200, '{"SecretString":"text"}')(socket);
  closed.push(once(socket, 'close'));
  trickles(socket);
});
const client = new SecretsManagerClient({ endpoint: server.url, region: 'eu-west-1' });
afterAll(async () => {
  client.destroy();
  await server.stop();
});

test('an answer that trickles ends at the deadline, and its connection is closed', async () => {
  const failure = await catchFailure(readSecret({ client, secretId: 'id', deadlineMs: 100 }));
  expect(failure).toMatchObject({ code: 'INTERNAL_ERROR', cause: { name: 'TimeoutError' } });
  await Promise.all(closed);
  isHealthy = true;
  await expect(readSecret({ client, secretId: 'id', deadlineMs: 60_000 })).resolves.toBe('text');
});
