import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readSecret } from '../../../../functions/adapters/secrets/secret.ts';
import { catchFailure } from '../../../support/failure.ts';

const createMock = () => {
  const client = new SecretsManagerClient({});
  return { client, mock: mockClient(client) };
};

test('a secret is read by its id', async () => {
  const { client, mock } = createMock();
  mock.on(GetSecretValueCommand, { SecretId: 'the-id' }).resolves({ SecretString: 'text' });
  await expect(readSecret({ client, secretId: 'the-id', deadlineMs: 60_000 })).resolves.toBe(
    'text',
  );
});

test.each([{}, { SecretString: '' }, { SecretBinary: new Uint8Array([1]) }])(
  'a secret without text is INTERNAL_ERROR',
  async (output) => {
    const { client, mock } = createMock();
    mock.on(GetSecretValueCommand).resolves(output);
    await expect(
      catchFailure(readSecret({ client, secretId: 'id', deadlineMs: 60_000 })),
    ).resolves.toMatchObject({
      code: 'INTERNAL_ERROR',
      cause: { message: 'the secret has no text' },
    });
  },
);

test('a secret that cannot be read is INTERNAL_ERROR', async () => {
  const { client, mock } = createMock();
  const cause = new Error('AccessDenied');
  mock.on(GetSecretValueCommand).rejects(cause);
  await expect(
    catchFailure(readSecret({ client, secretId: 'id', deadlineMs: 60_000 })),
  ).resolves.toMatchObject({
    code: 'INTERNAL_ERROR',
    cause,
  });
});

describe('a secret with a preferred label', () => {
  const missing = new ResourceNotFoundException({ $metadata: {}, message: 'no such label' });

  test.each([
    ['is the value with the label', { SecretString: 'rotated' }, 'rotated'],
    ['is the current one if no value has the label', missing, 'deployed'],
  ])('%s', async (_, labelled, expected) => {
    const { client, mock } = createMock();
    mock.on(GetSecretValueCommand).resolves({ SecretString: 'deployed' });
    const preferred = mock.on(GetSecretValueCommand, { VersionStage: 'the-label' });
    if (labelled instanceof Error) preferred.rejects(labelled);
    else preferred.resolves(labelled);
    const source = { client, secretId: 'id', preferredLabel: 'the-label', deadlineMs: 60_000 };
    await expect(readSecret(source)).resolves.toBe(expected);
  });

  test('is not the current one if reading the label fails otherwise', async () => {
    const { client, mock } = createMock();
    mock.on(GetSecretValueCommand).resolves({ SecretString: 'deployed' });
    const cause = new Error('AccessDenied');
    mock.on(GetSecretValueCommand, { VersionStage: 'the-label' }).rejects(cause);
    const source = { client, secretId: 'id', preferredLabel: 'the-label', deadlineMs: 60_000 };
    await expect(catchFailure(readSecret(source))).resolves.toMatchObject({ cause });
  });
});
