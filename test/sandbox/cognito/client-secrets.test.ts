import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { JANE, PASSWORD, world } from './kit.ts';

test('a client has two secrets at most, and both are accepted', async () => {
  const each = await world();
  const { sdk, clientId, secret } = each;
  const app = { UserPoolId: each.poolId, ClientId: clientId };
  await sdk.adminCreateUser({ ...each.of(JANE), MessageAction: 'SUPPRESS' });
  await sdk.adminSetUserPassword({ ...each.of(JANE), Password: PASSWORD, Permanent: true });
  const signInWith = (value: string) =>
    sdk.initiateAuth({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: {
        USERNAME: JANE,
        PASSWORD,
        SECRET_HASH: createHmac('sha256', value).update(`${JANE}${clientId}`).digest('base64'),
      },
    });

  const { ClientSecretDescriptor } = await sdk.addUserPoolClientSecret(app);
  const added = ClientSecretDescriptor?.ClientSecretValue ?? '';
  expect(ClientSecretDescriptor?.ClientSecretId).toMatch(new RegExp(`^${clientId}--\\d+$`));
  for (const value of [secret, added]) {
    await expect(signInWith(value)).resolves.toHaveProperty('AuthenticationResult');
  }

  const { ClientSecrets = [] } = await sdk.listUserPoolClientSecrets(app);
  expect(ClientSecrets).toHaveLength(2);
  expect(JSON.stringify(ClientSecrets)).not.toContain(added);
  const remove = (at: number) =>
    sdk.deleteUserPoolClientSecret({ ...app, ClientSecretId: ClientSecrets[at]?.ClientSecretId });
  await remove(0);
  await expect(signInWith(secret)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await expect(signInWith(added)).resolves.toHaveProperty('AuthenticationResult');
  await expect(remove(0)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(remove(1)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('a value that the caller chose is not sent back', async () => {
  const { sdk, poolId, clientId } = await world();
  const app = { UserPoolId: poolId, ClientId: clientId };
  const chosen = 'a-secret-that-the-caller-chose';
  const { ClientSecretDescriptor } = await sdk.addUserPoolClientSecret({
    ...app,
    ClientSecret: chosen,
  });
  expect(ClientSecretDescriptor).not.toHaveProperty('ClientSecretValue');
});

test('a public client cannot get a secret', async () => {
  const { sdk, poolId, clientId } = await world({ client: { GenerateSecret: false } });
  await expect(
    sdk.addUserPoolClientSecret({ UserPoolId: poolId, ClientId: clientId }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});
