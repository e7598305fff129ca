/** Replaces `@aws-sdk/client-cognito-identity-provider` in every bundle. See `json-client.ts`. */

import { command } from './command.ts';
import { type ClientSettings, JsonClient } from './json-client.ts';

export class CognitoIdentityProviderClient extends JsonClient {
  constructor(settings: ClientSettings) {
    super(
      {
        id: 'COGNITO_IDENTITY_PROVIDER',
        host: 'cognito-idp',
        signingName: 'cognito-idp',
        target: 'AWSCognitoIdentityProviderService',
        jsonVersion: '1.1',
        errors: {},
      },
      settings,
    );
  }
}

export const AdminGetUserCommand = /* @__PURE__ */ command('AdminGetUser');
export const AdminListGroupsForUserCommand = /* @__PURE__ */ command('AdminListGroupsForUser');
export const AssociateSoftwareTokenCommand = /* @__PURE__ */ command('AssociateSoftwareToken');
export const InitiateAuthCommand = /* @__PURE__ */ command('InitiateAuth');
export const RespondToAuthChallengeCommand = /* @__PURE__ */ command('RespondToAuthChallenge');
export const RevokeTokenCommand = /* @__PURE__ */ command('RevokeToken');
export const VerifySoftwareTokenCommand = /* @__PURE__ */ command('VerifySoftwareToken');
