/** Replaces `@aws-sdk/client-cognito-identity-provider` in every bundle. See `json-client.ts`. */

import { command } from './command.ts';
import { awsJson, type ClientSettings, JsonClient } from './json-client.ts';

export class CognitoIdentityProviderClient extends JsonClient {
  constructor(settings: ClientSettings) {
    super(
      {
        id: 'COGNITO_IDENTITY_PROVIDER',
        host: 'cognito-idp',
        signingName: 'cognito-idp',
        protocol: awsJson('1.1', 'AWSCognitoIdentityProviderService'),
        errors: {},
      },
      settings,
    );
  }
}

export const AdminGetUserCommand = /* @__PURE__ */ command('AdminGetUser');
export const AdminGetUserAuthFactorsCommand = /* @__PURE__ */ command('AdminGetUserAuthFactors');
export const AdminListGroupsForUserCommand = /* @__PURE__ */ command('AdminListGroupsForUser');
export const AdminSetUserPasswordCommand = /* @__PURE__ */ command('AdminSetUserPassword');
export const AdminUpdateUserAttributesCommand = /* @__PURE__ */ command(
  'AdminUpdateUserAttributes',
);
export const AssociateSoftwareTokenCommand = /* @__PURE__ */ command('AssociateSoftwareToken');
export const ChangePasswordCommand = /* @__PURE__ */ command('ChangePassword');
export const CompleteWebAuthnRegistrationCommand = /* @__PURE__ */ command(
  'CompleteWebAuthnRegistration',
);
export const ConfirmForgotPasswordCommand = /* @__PURE__ */ command('ConfirmForgotPassword');
export const ConfirmSignUpCommand = /* @__PURE__ */ command('ConfirmSignUp');
export const DeleteUserCommand = /* @__PURE__ */ command('DeleteUser');
export const DeleteWebAuthnCredentialCommand = /* @__PURE__ */ command('DeleteWebAuthnCredential');
export const ForgotPasswordCommand = /* @__PURE__ */ command('ForgotPassword');
export const GetUserAuthFactorsCommand = /* @__PURE__ */ command('GetUserAuthFactors');
export const InitiateAuthCommand = /* @__PURE__ */ command('InitiateAuth');
export const ListWebAuthnCredentialsCommand = /* @__PURE__ */ command('ListWebAuthnCredentials');
export const ResendConfirmationCodeCommand = /* @__PURE__ */ command('ResendConfirmationCode');
export const RespondToAuthChallengeCommand = /* @__PURE__ */ command('RespondToAuthChallenge');
export const RevokeTokenCommand = /* @__PURE__ */ command('RevokeToken');
export const SetUserMFAPreferenceCommand = /* @__PURE__ */ command('SetUserMFAPreference');
export const SignUpCommand = /* @__PURE__ */ command('SignUp');
export const StartWebAuthnRegistrationCommand = /* @__PURE__ */ command(
  'StartWebAuthnRegistration',
);
export const UpdateUserAttributesCommand = /* @__PURE__ */ command('UpdateUserAttributes');
export const VerifySoftwareTokenCommand = /* @__PURE__ */ command('VerifySoftwareToken');
export const VerifyUserAttributeCommand = /* @__PURE__ */ command('VerifyUserAttribute');
