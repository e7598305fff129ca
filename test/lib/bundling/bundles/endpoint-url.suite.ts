import { expect, test } from '@jest/globals';
import { parseKeyring } from '../../../../functions/core/keys/keyring.ts';
import { createEvent, type Deployment } from './invoke.ts';
import { SECRETS } from './session.ts';

export function endpointUrlSuite({ aws, invoke }: Deployment): void {
  test('is used by the clients of Secrets Manager, DynamoDB and Cognito in a login', async () => {
    aws.answers = {
      ...SECRETS,
      UpdateItem: () => ({ Attributes: { count: { N: '1' } } }),
      BatchGetItem: ({ RequestItems }) => ({
        Responses: Object.fromEntries(
          Object.keys(RequestItems as object).map((table) => [table, []]),
        ),
      }),
      GetItem: () => ({}),
      PutItem: () => ({}),
      DeleteItem: () => ({}),
      InitiateAuth: () => ({
        __type: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      }),
    };
    const { result } = await invoke('login', createEvent('login'));
    expect(JSON.parse((result as { body: string }).body)).toMatchObject({
      error: { code: 'INVALID_CREDENTIALS' },
    });
    expect(aws.asked).toEqual(
      expect.arrayContaining(['GetSecretValue', 'BatchGetItem', 'UpdateItem', 'InitiateAuth']),
    );
  });

  test('is used when rotate-keys writes the first keys', async () => {
    const written: string[] = [];
    aws.answers = {
      PutSecretValue: ({ SecretString }) => {
        written.push(String(SecretString));
        return {};
      },
    };
    expect(await invoke('rotate-keys', {})).toEqual({});
    expect(written.map((text) => parseKeyring(text).keys.length)).toEqual([1, 1]);
  });
}
