/** A request of each operation that mails something. */

import { JANE, PASSWORD, tokensOf, type World, type WorldOptions, world } from '../kit.ts';
import { PASSKEYS } from './scenes.ts';

/** A world whose user exists; options that break mails break none of its own. */
export const mailWorld = (options: WorldOptions) => world({ ...PASSKEYS, ...options });

export const MAILS: Record<string, (each: World) => Promise<unknown>> = {
  async InitiateAuth(each) {
    await each.addUser();
    return each.userAuth('EMAIL_OTP');
  },
  async RespondToAuthChallenge(each) {
    await each.addUser();
    return each.respond(await each.userAuth(), { ANSWER: 'EMAIL_OTP' });
  },
  SignUp: ({ sdk, named }) => sdk.signUp({ ...named(JANE), Password: PASSWORD }),
  async ResendConfirmationCode({ sdk, named }) {
    await sdk.signUp({ ...named(JANE), Password: PASSWORD }).catch(() => {});
    return sdk.resendConfirmationCode(named(JANE));
  },
  async ForgotPassword(each) {
    await each.addUser();
    return each.sdk.forgotPassword(each.named(JANE));
  },
  async UpdateUserAttributes(each) {
    await each.addUser();
    return each.sdk.updateUserAttributes({
      AccessToken: tokensOf(await each.signIn()).AccessToken,
      UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
    });
  },
  async GetUserAttributeVerificationCode(each) {
    await each.addUser();
    return each.sdk.getUserAttributeVerificationCode({
      AccessToken: tokensOf(await each.signIn()).AccessToken,
      AttributeName: 'email',
    });
  },
  AdminCreateUser: ({ sdk, of }) =>
    sdk.adminCreateUser({
      ...of(JANE),
      TemporaryPassword: PASSWORD,
      DesiredDeliveryMediums: ['EMAIL'],
    }),
  async AdminResetUserPassword(each) {
    await each.addUser();
    return each.sdk.adminResetUserPassword(each.of(JANE));
  },
  async AdminUpdateUserAttributes(each) {
    await each.addUser();
    return each.sdk.adminUpdateUserAttributes({
      ...each.of(JANE),
      UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
    });
  },
};
