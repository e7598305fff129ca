import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cached, readSecret } from '../../../../functions/adapters/secrets/secret.ts';
import { frozenClock } from '../../../support/clock.ts';
import { catchFailure } from '../../../support/failure.ts';

const createMock = () => {
  const client = new SecretsManagerClient({});
  return { client, mock: mockClient(client) };
};

test('a secret is read by its id', async () => {
  const { client, mock } = createMock();
  mock.on(GetSecretValueCommand, { SecretId: 'the-id' }).resolves({ SecretString: 'text' });
  await expect(readSecret(client, 'the-id')).resolves.toBe('text');
});

test.each([{}, { SecretString: '' }, { SecretBinary: new Uint8Array([1]) }])(
  'a secret without text is INTERNAL_ERROR',
  async (output) => {
    const { client, mock } = createMock();
    mock.on(GetSecretValueCommand).resolves(output);
    await expect(catchFailure(readSecret(client, 'id'))).resolves.toMatchObject({
      code: 'INTERNAL_ERROR',
      cause: { message: 'the secret has no text' },
    });
  },
);

test('a secret that cannot be read is INTERNAL_ERROR', async () => {
  const { client, mock } = createMock();
  const cause = new Error('AccessDenied');
  mock.on(GetSecretValueCommand).rejects(cause);
  await expect(catchFailure(readSecret(client, 'id'))).resolves.toMatchObject({
    code: 'INTERNAL_ERROR',
    cause,
  });
});

test('a cached secret is read once in five minutes, also by concurrent callers', async () => {
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

test('a failed read is not cached', async () => {
  const outcomes = [Promise.reject(new Error('down')), Promise.resolve('text')];
  const read = cached(
    () => outcomes.shift() ?? Promise.reject(new Error('read too often')),
    frozenClock(),
  );
  await expect(read()).rejects.toThrow('down');
  await expect(read()).resolves.toBe('text');
});
