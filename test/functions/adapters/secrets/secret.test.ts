import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cached, readSecret } from '../../../../functions/adapters/secrets/secret.ts';
import { frozenClock } from '../../../support/clock.ts';
import { failureOf } from '../../../support/failure.ts';

const mocked = () => {
  const client = new SecretsManagerClient({});
  return { client, mock: mockClient(client) };
};

test('a secret is read by its id', async () => {
  const { client, mock } = mocked();
  mock.on(GetSecretValueCommand, { SecretId: 'the-id' }).resolves({ SecretString: 'text' });
  await expect(readSecret(client, 'the-id')).resolves.toBe('text');
});

test.each([{}, { SecretString: '' }, { SecretBinary: new Uint8Array([1]) }])(
  'a secret without text is our failure',
  async (output) => {
    const { client, mock } = mocked();
    mock.on(GetSecretValueCommand).resolves(output);
    await expect(failureOf(readSecret(client, 'id'))).resolves.toMatchObject({
      code: 'INTERNAL_ERROR',
      cause: { message: 'the secret has no text' },
    });
  },
);

test('a secret that cannot be read is our failure', async () => {
  const { client, mock } = mocked();
  const cause = new Error('AccessDenied');
  mock.on(GetSecretValueCommand).rejects(cause);
  await expect(failureOf(readSecret(client, 'id'))).resolves.toMatchObject({
    code: 'INTERNAL_ERROR',
    cause,
  });
});

test('a cached secret is read once in five minutes, and by all at the same time once', async () => {
  const clock = frozenClock();
  let reads = 0;
  const read = cached(async () => {
    reads += 1;
    return reads;
  }, clock);
  await expect(Promise.all([read(), read()])).resolves.toEqual([1, 1]);
  clock.advance(299);
  await expect(read()).resolves.toBe(1);
  clock.advance(1);
  await expect(read()).resolves.toBe(2);
});

test('a reading that failed is not kept', async () => {
  const outcomes = [Promise.reject(new Error('down')), Promise.resolve('text')];
  const read = cached(
    () => outcomes.shift() ?? Promise.reject(new Error('read once too often')),
    frozenClock(),
  );
  await expect(read()).rejects.toThrow('down');
  await expect(read()).resolves.toBe('text');
});
