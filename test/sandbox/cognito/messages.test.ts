/** The CustomMessage trigger and the outbox. AWS: "Custom message Lambda trigger". */

import { describe, expect, test } from '@jest/globals';
import type { CustomMessageEvent } from '../../../sandbox/cognito/messages/custom-message.ts';
import { JANE, PASSWORD, tokensOf, type World, type WorldOptions, world } from './kit.ts';

const signUp = ({ sdk, named }: World) =>
  sdk.signUp({ ...named(JANE), Password: PASSWORD, ClientMetadata: { language: 'de' } });

/** A world whose trigger answers with `response`. */
const answering = (response: unknown, options: WorldOptions = {}) =>
  world({ ...options, customMessage: (event) => ({ ...event, response }) });

describe('the CustomMessage trigger', () => {
  test('is given the event of AWS, and writes the mail', async () => {
    const events: CustomMessageEvent[] = [];
    const each = await world({
      customMessage: (event) => {
        events.push(structuredClone(event));
        event.response.emailSubject = 'Willkommen';
        event.response.emailMessage = `Ihr Code: ${event.request.codeParameter}-x`;
        return event;
      },
    });
    const { UserSub } = await signUp(each);
    expect(events).toEqual([
      {
        version: '1',
        triggerSource: 'CustomMessage_SignUp',
        region: 'us-east-1',
        userPoolId: each.poolId,
        userName: UserSub,
        callerContext: { awsSdkVersion: expect.any(String), clientId: each.clientId },
        request: {
          userAttributes: {
            sub: UserSub,
            email: JANE,
            'cognito:user_status': 'UNCONFIRMED',
          },
          codeParameter: '{####}',
          usernameParameter: null,
          clientMetadata: { language: 'de' },
        },
        response: { smsMessage: null, emailMessage: null, emailSubject: null },
      },
    ]);
    expect(each.mails()).toMatchObject([
      { subject: 'Willkommen', body: `Ihr Code: ${each.lastCode()}-x` },
    ]);
  });

  test('has a source per occasion; sign-in codes carry no client metadata', async () => {
    const seen: [string, unknown][] = [];
    const each = await world({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
      customMessage: (event) => {
        seen.push([event.triggerSource, event.request.clientMetadata]);
        return event;
      },
    });
    const { sdk, of, named, userAuth, signIn, lastCode, app, hash } = each;
    const ClientMetadata = { language: 'de' };
    await signUp(each);
    await sdk.resendConfirmationCode({ ...named(JANE), ClientMetadata });
    await sdk.confirmSignUp({ ...named(JANE), ConfirmationCode: lastCode() });
    await sdk.forgotPassword({ ...named(JANE), ClientMetadata });
    await sdk.initiateAuth({
      ...app,
      AuthFlow: 'USER_AUTH',
      AuthParameters: {
        USERNAME: JANE,
        SECRET_HASH: hash(JANE),
        PREFERRED_CHALLENGE: 'EMAIL_OTP',
      },
      ClientMetadata,
    });
    const { AccessToken } = tokensOf(await signIn());
    const AttributeName = 'email';
    await sdk.getUserAttributeVerificationCode({ AccessToken, AttributeName, ClientMetadata });
    const UserAttributes = [{ Name: 'email', Value: 'new@example.com' }];
    await sdk.updateUserAttributes({ AccessToken, UserAttributes, ClientMetadata });
    await sdk.adminCreateUser({
      ...of('invited@example.com'),
      TemporaryPassword: PASSWORD,
      DesiredDeliveryMediums: ['EMAIL'],
      ClientMetadata,
    });
    await userAuth('EMAIL_OTP');
    expect(seen).toEqual([
      ['CustomMessage_SignUp', ClientMetadata],
      ['CustomMessage_ResendCode', ClientMetadata],
      ['CustomMessage_ForgotPassword', ClientMetadata],
      ['CustomMessage_Authentication', undefined],
      ['CustomMessage_VerifyUserAttribute', ClientMetadata],
      ['CustomMessage_UpdateUserAttribute', ClientMetadata],
      ['CustomMessage_AdminCreateUser', ClientMetadata],
      ['CustomMessage_Authentication', undefined],
    ]);
  });

  test.each([
    ['nothing', undefined],
    ['a message without the code', { emailMessage: 'Welcome' }],
    ['a subject that is too long', { emailSubject: 'x'.repeat(141) }],
    ['a message that is too long', { emailMessage: `{####}${'x'.repeat(20_000)}` }],
  ])('must not answer with %s', async (_what, response) => {
    const each = await answering(response);
    await expect(signUp(each)).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    });
  });

  test('fails the call with its own words', async () => {
    const each = await world({
      customMessage: () => {
        throw new Error('no template');
      },
    });
    await expect(signUp(each)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'CustomMessage failed with error no template.',
    });
  });

  test('must answer within five seconds', async () => {
    const entered = Promise.withResolvers<void>();
    const each = await world({
      customMessage: () => {
        entered.resolve();
        return new Promise(() => {});
      },
    });
    const answer = signUp(each);
    await entered.promise;
    each.advance(5_000);
    await expect(answer).rejects.toMatchObject({
      name: 'UnexpectedLambdaException',
      message:
        'CustomMessage invocation failed due to error ' +
        'Socket timeout while invoking Lambda function.',
    });
  });

  test('may call Cognito itself', async () => {
    const holder: { world?: World } = {};
    holder.world = await world({
      customMessage: async (event) => {
        const { sdk, of } = holder.world as World;
        const { UserStatus } = await sdk.adminGetUser(of(JANE));
        event.response.emailSubject = String(UserStatus);
        return event;
      },
    });
    await signUp(holder.world);
    expect(holder.world.mails()).toMatchObject([{ subject: 'UNCONFIRMED' }]);
  });
});

test('templates of the pool write the mails', async () => {
  const each = await world({
    pool: {
      VerificationMessageTemplate: { EmailSubject: 'Verify', EmailMessage: 'Code: {####}.' },
      AdminCreateUserConfig: {
        InviteMessageTemplate: { EmailSubject: 'Hello', EmailMessage: '{username}: {####}' },
      },
    },
  });
  await signUp(each);
  expect(each.mails()).toMatchObject([
    { subject: 'Verify', body: `Code: ${each.lastCode()}.`, to: JANE, medium: 'EMAIL' },
  ]);
  const invited = 'invited@example.com';
  await each.sdk.adminCreateUser({ ...each.of(invited), DesiredDeliveryMediums: ['EMAIL'] });
  expect(each.mails(invited)).toMatchObject([
    { subject: 'Hello', body: `${invited}: ${each.lastCode(invited)}` },
  ]);
});
