/** What a signed-in user does with the account: attributes, sign-out, deletion. */

import { describe, expect, test } from '@jest/globals';
import {
  HOUR,
  JANE,
  notAuthorized,
  tokensOf,
  type World,
  type WorldOptions,
  world,
} from './kit.ts';

const NEW = 'jane@new.example';

async function signedIn(options: WorldOptions = {}) {
  const each = await world(options);
  const username = await each.addUser();
  return { ...each, username, AccessToken: tokensOf(await each.signIn()).AccessToken };
}

const emailOf = async ({ sdk, of }: World, name: string) => {
  const { UserAttributes = [] } = await sdk.adminGetUser(of(name));
  const value = (wanted: string) => UserAttributes.find(({ Name }) => Name === wanted)?.Value;
  return { email: value('email'), verified: value('email_verified') };
};

describe('a new e-mail address', () => {
  const change = { UserAttributes: [{ Name: 'email', Value: NEW }] };

  test('replaces the old one only by its code, where the pool keeps the original', async () => {
    const each = await signedIn();
    const { sdk, AccessToken, signIn, lastCode, username, mails } = each;
    await expect(sdk.updateUserAttributes({ AccessToken, ...change })).resolves.toMatchObject({
      CodeDeliveryDetailsList: [
        { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'j***@n***' },
      ],
    });
    expect(mails(NEW)).toMatchObject([{ triggerSource: 'CustomMessage_UpdateUserAttribute' }]);
    expect(await emailOf(each, username)).toEqual({ email: JANE, verified: 'true' });
    await expect(signIn(NEW)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const verify = (Code: string) =>
      sdk.verifyUserAttribute({ AccessToken, AttributeName: 'email', Code });
    await expect(verify('wrong')).rejects.toMatchObject({
      name: 'CodeMismatchException',
      message: 'Invalid verification code provided, please try again.',
    });
    await verify(lastCode(NEW));
    expect(await emailOf(each, username)).toEqual({ email: NEW, verified: 'true' });
    await expect(signIn(NEW)).resolves.toHaveProperty('AuthenticationResult');
    await expect(signIn(JANE)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('is not verified by a code that was sent to the current address', async () => {
    const each = await signedIn();
    const { sdk, AccessToken, lastCode, username } = each;
    await sdk.updateUserAttributes({ AccessToken, ...change });
    await sdk.getUserAttributeVerificationCode({ AccessToken, AttributeName: 'email' });
    const Code = lastCode(JANE);
    await sdk.verifyUserAttribute({ AccessToken, AttributeName: 'email', Code });
    expect(await emailOf(each, username)).toEqual({ email: JANE, verified: 'true' });
  });

  test('replaces the old one at once, unverified, in other pools', async () => {
    const each = await signedIn({ pool: { UserAttributeUpdateSettings: undefined } });
    const { sdk, AccessToken, lastCode, username } = each;
    await sdk.updateUserAttributes({ AccessToken, ...change });
    expect(await emailOf(each, username)).toEqual({ email: NEW, verified: 'false' });
    await sdk.verifyUserAttribute({ AccessToken, AttributeName: 'email', Code: lastCode(NEW) });
    expect(await emailOf(each, username)).toEqual({ email: NEW, verified: 'true' });
  });

  test.each(['at UpdateUserAttributes', 'at VerifyUserAttribute'] as const)(
    'of another user is refused %s by the switch',
    async (takenAddress) => {
      const { sdk, AccessToken, addUser, lastCode, mails } = await signedIn({
        switches: { takenAddress },
      });
      await addUser(NEW);
      const exists = {
        name: 'AliasExistsException',
        message: 'An account with the given email already exists.',
      };
      const update = sdk.updateUserAttributes({ AccessToken, ...change });
      if (takenAddress === 'at UpdateUserAttributes') {
        await expect(update).rejects.toMatchObject(exists);
        expect(mails(NEW)).toEqual([]);
        return;
      }
      await update;
      const verify = { AccessToken, AttributeName: 'email', Code: lastCode(NEW) };
      await expect(sdk.verifyUserAttribute(verify)).rejects.toMatchObject(exists);
    },
  );

  test('from an administrator is verified where the request says so', async () => {
    const each = await signedIn();
    await each.sdk.adminUpdateUserAttributes({
      ...each.of(JANE),
      UserAttributes: [...change.UserAttributes, { Name: 'email_verified', Value: 'true' }],
    });
    expect(await emailOf(each, each.username)).toEqual({ email: NEW, verified: 'true' });
    expect(each.mails(NEW)).toEqual([]);
  });
});

test('UpdateUserAttributes writes and deletes attributes', async () => {
  const { sdk, AccessToken } = await signedIn({
    pool: { Schema: [{ Name: 'colour', AttributeDataType: 'String' }] },
  });
  const write = (Name: string, Value: string) =>
    sdk.updateUserAttributes({ AccessToken, UserAttributes: [{ Name, Value }] });
  await write('custom:colour', 'blue');
  const attributes = async () => (await sdk.getUser({ AccessToken })).UserAttributes;
  expect(await attributes()).toContainEqual({ Name: 'custom:colour', Value: 'blue' });
  await write('custom:colour', '');
  expect(await attributes()).not.toContainEqual(expect.objectContaining({ Name: 'custom:colour' }));
  await expect(write('email_verified', 'true')).rejects.toMatchObject(
    notAuthorized('A client attempted to write unauthorized attribute'),
  );
});

test('codes for an attribute are limited to five in an hour, and last 24 hours', async () => {
  const { sdk, AccessToken, lastCode, advance, signIn } = await signedIn();
  const ask = () => sdk.getUserAttributeVerificationCode({ AccessToken, AttributeName: 'email' });
  for (let count = 0; count < 5; count += 1) await ask();
  await expect(ask()).rejects.toMatchObject({ name: 'LimitExceededException' });
  const Code = lastCode();
  advance(24 * HOUR);
  const later = tokensOf(await signIn());
  await expect(
    sdk.verifyUserAttribute({ AccessToken: later.AccessToken, AttributeName: 'email', Code }),
  ).rejects.toMatchObject({
    name: 'ExpiredCodeException',
    message: 'Invalid code provided, please request a code again.',
  });
});

test('GlobalSignOut revokes every token of the user, its own included', async () => {
  const { sdk, AccessToken, signIn, refresh, username } = await signedIn();
  const other = tokensOf(await signIn());
  await sdk.globalSignOut({ AccessToken });
  await expect(sdk.getUser({ AccessToken })).rejects.toMatchObject(
    notAuthorized('Access Token has been revoked'),
  );
  await expect(refresh(other.RefreshToken, username)).rejects.toMatchObject(
    notAuthorized('Refresh Token has been revoked'),
  );
});

test('DeleteUser deletes the user, and a second one finds none', async () => {
  const { sdk, AccessToken, of, signIn } = await signedIn();
  await sdk.deleteUser({ AccessToken });
  await expect(sdk.deleteUser({ AccessToken })).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
  await expect(sdk.adminGetUser(of(JANE))).rejects.toMatchObject({ name: 'UserNotFoundException' });
  await expect(signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
});

test('what is no value of an attribute is refused', async () => {
  const { sdk, AccessToken } = await signedIn();
  const refused = { name: 'InvalidParameterException' };
  const attempts = [
    ['sub', 'x'],
    ['email', 'no-address'],
    ['phone_number', '0123'],
  ] as const;
  for (const [Name, Value] of attempts) {
    await expect(
      sdk.updateUserAttributes({ AccessToken, UserAttributes: [{ Name, Value }] }),
    ).rejects.toMatchObject(refused);
  }
  for (const AttributeName of ['phone_number', 'name']) {
    await expect(
      sdk.getUserAttributeVerificationCode({ AccessToken, AttributeName }),
    ).rejects.toMatchObject(refused);
  }
});

test('a phone number is verified by a code, too', async () => {
  const { sdk, AccessToken, lastCode } = await signedIn({
    pool: { AutoVerifiedAttributes: ['email', 'phone_number'] },
  });
  const phone = '+15550001234';
  const AttributeName = 'phone_number';
  await sdk.updateUserAttributes({
    AccessToken,
    UserAttributes: [{ Name: AttributeName, Value: phone }],
  });
  await sdk.verifyUserAttribute({ AccessToken, AttributeName, Code: lastCode(phone) });
  const { UserAttributes } = await sdk.getUser({ AccessToken });
  expect(UserAttributes).toContainEqual({ Name: 'phone_number_verified', Value: 'true' });
});
