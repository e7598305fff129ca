/** The exceptions of sign-ins and tokens. */

import {
  enrolTotp,
  JANE,
  OTHER_PASSWORD,
  PASSWORD,
  TOTP_OPTIONAL,
  totpCode,
  world,
} from '../kit.ts';
import { FILLED, send, type Table } from './operations.ts';
import { HISTORY, PASSKEYS, signedIn, temporary, unconfirmed } from './scenes.ts';

export const SIGN_IN: Table = {
  InitiateAuth: {
    FeatureUnavailableInTierException: async () =>
      (await world({ pool: { UserPoolTier: 'LITE' } })).userAuth(),
    PasswordResetRequiredException: async () => {
      const each = await signedIn();
      await each.sdk.adminResetUserPassword(each.of(JANE));
      return each.signIn();
    },
    UserNotConfirmedException: async () => (await unconfirmed()).signIn(),
  },
  RespondToAuthChallenge: {
    AliasExistsException: async () => {
      const each = await temporary();
      await each.addUser('new@example.com');
      return each.respond(each.challenge, {
        NEW_PASSWORD: OTHER_PASSWORD,
        'userAttributes.email': 'new@example.com',
      });
    },
    CodeMismatchException: async () => {
      const each = await signedIn(PASSKEYS);
      return each.respond(await each.userAuth('EMAIL_OTP'), { EMAIL_OTP_CODE: '0' });
    },
    ExpiredCodeException: async () => {
      const each = await signedIn({ mfa: TOTP_OPTIONAL });
      const secret = await enrolTotp(each, each.AccessToken);
      const code = { SOFTWARE_TOKEN_MFA_CODE: totpCode(secret, each.now()) };
      await each.respond(await each.signIn(), code);
      return each.respond(await each.signIn(), code);
    },
    InvalidPasswordException: async () => {
      const each = await temporary();
      return each.respond(each.challenge, { NEW_PASSWORD: 'short' });
    },
    MFAMethodNotFoundException: async () => {
      const each = await signedIn({
        mfa: {
          MfaConfiguration: 'OPTIONAL',
          EmailMfaConfiguration: {},
          SmsMfaConfiguration: {},
        },
      });
      await each.sdk.adminUpdateUserAttributes({
        ...each.of(JANE),
        UserAttributes: [
          { Name: 'phone_number', Value: '+15550001234' },
          { Name: 'phone_number_verified', Value: 'true' },
        ],
      });
      await each.sdk.setUserMFAPreference({
        AccessToken: each.AccessToken,
        EmailMfaSettings: { Enabled: true },
        SMSMfaSettings: { Enabled: true },
      });
      return each.respond(await each.signIn(), { ANSWER: 'SOFTWARE_TOKEN_MFA' });
    },
    PasswordHistoryPolicyViolationException: async () => {
      const each = await signedIn(HISTORY);
      await each.sdk.adminSetUserPassword({ ...each.of(JANE), Password: OTHER_PASSWORD });
      return each.respond(await each.signIn(JANE, OTHER_PASSWORD), { NEW_PASSWORD: PASSWORD });
    },
    PasswordResetRequiredException: async () => {
      const each = await signedIn(PASSKEYS);
      const choice = await each.userAuth();
      await each.sdk.adminResetUserPassword(each.of(JANE));
      return each.respond(choice, { ANSWER: 'PASSWORD', PASSWORD });
    },
    SoftwareTokenMFANotFoundException: async () => {
      const each = await signedIn({ mfa: TOTP_OPTIONAL });
      await enrolTotp(each, each.AccessToken);
      const challenge = await each.signIn();
      await each.sdk.adminDeleteSoftwareToken(each.of(JANE));
      return each.respond(challenge, { SOFTWARE_TOKEN_MFA_CODE: '000000' });
    },
    UserNotConfirmedException: async () => {
      const each = await unconfirmed(PASSKEYS);
      return each.respond(await each.userAuth(), { ANSWER: 'PASSWORD', PASSWORD });
    },
  },
  RevokeToken: {
    UnauthorizedException: async () => send(await world(), 'RevokeToken', FILLED),
    UnsupportedOperationException: async () => {
      const { sdk, app, secret } = await world({ client: { EnableTokenRevocation: false } });
      return sdk.revokeToken({ ...app, ClientSecret: secret, Token: 'unknown' });
    },
    UnsupportedTokenTypeException: async () => {
      const { sdk, app, secret, AccessToken } = await signedIn();
      return sdk.revokeToken({ ...app, ClientSecret: secret, Token: AccessToken });
    },
  },
};
