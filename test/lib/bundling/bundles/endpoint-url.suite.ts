import { expect, test } from '@jest/globals';
import { parseKeyring } from '../../../../functions/core/keys/keyring.ts';
import { createEvent, type Deployment } from './invoke.ts';
import { SECRETS } from './session.ts';

export function endpointUrlSuite({ aws, invoke }: Deployment): void {
  test('is used by the clients of Secrets Manager, DynamoDB and Cognito in a login', async () => {
    aws.answers = {
      ...SECRETS,
      UpdateItem: () => ({ Attributes: { count: { N: '1' } } }),
      GetItem: () => ({}),
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
      expect.arrayContaining(['GetSecretValue', 'UpdateItem', 'InitiateAuth']),
    );
  });

  test('is used when rotate-keys writes the first key', async () => {
    let written = '';
    aws.answers = {
      PutSecretValue: ({ SecretString }) => {
        written = String(SecretString);
        return {};
      },
    };
    expect(await invoke('rotate-keys', {})).toEqual({});
    expect(parseKeyring(written).keys).toHaveLength(1);
  });
}
