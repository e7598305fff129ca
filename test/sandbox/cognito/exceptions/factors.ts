/** The exceptions of second factors and passkeys. */

import { JANE, PASSWORD, TOTP_OPTIONAL, tokensOf } from '../kit.ts';
import type { Table } from './operations.ts';
import { registering, signedIn, twentyPasskeys } from './scenes.ts';

export const FACTORS: Table = {
  AssociateSoftwareToken: {
    SoftwareTokenMFANotFoundException: async () => {
      const { sdk, AccessToken } = await signedIn();
      return sdk.associateSoftwareToken({ AccessToken });
    },
  },
  VerifySoftwareToken: {
    EnableSoftwareTokenMFAException: async () => {
      const { sdk, AccessToken } = await signedIn({ mfa: TOTP_OPTIONAL });
      await sdk.associateSoftwareToken({ AccessToken });
      return sdk.verifySoftwareToken({ AccessToken, UserCode: '000000' });
    },
    SoftwareTokenMFANotFoundException: async () => {
      const { sdk, AccessToken } = await signedIn({ mfa: TOTP_OPTIONAL });
      return sdk.verifySoftwareToken({ AccessToken, UserCode: '000000' });
    },
  },
  StartWebAuthnRegistration: {
    WebAuthnNotEnabledException: async () => {
      const { sdk, AccessToken } = await signedIn();
      return sdk.startWebAuthnRegistration({ AccessToken });
    },
    WebAuthnConfigurationMissingException: () => registering({}, { mfa: {} }),
    LimitExceededException: async () => (await twentyPasskeys()).start(),
  },
  CompleteWebAuthnRegistration: {
    WebAuthnNotEnabledException: async () => {
      const { sdk, AccessToken } = await signedIn();
      return sdk.completeWebAuthnRegistration({ AccessToken, Credential: {} });
    },
    WebAuthnChallengeNotFoundException: async () => {
      const { complete, AccessToken } = await registering();
      return complete(AccessToken, 'another');
    },
    WebAuthnClientMismatchException: async () => {
      const { complete, sdk, poolId } = await registering();
      const { UserPoolClient } = await sdk.createUserPoolClient({
        UserPoolId: poolId,
        ClientName: 'another',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      });
      const answer = await sdk.initiateAuth({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: UserPoolClient?.ClientId,
        AuthParameters: { USERNAME: JANE, PASSWORD },
      });
      return complete(tokensOf(answer).AccessToken);
    },
    WebAuthnCredentialNotSupportedException: async () =>
      (await registering({ verifiesUser: false })).complete(),
    WebAuthnOriginNotAllowedException: async () =>
      (await registering({ origin: 'https://evil.example' })).complete(),
    WebAuthnRelyingPartyMismatchException: async () =>
      (await registering({ rpId: 'app.example.com' })).complete(),
  },
  DeleteWebAuthnCredential: {
    ResourceNotFoundException: async () => {
      const { sdk, AccessToken } = await signedIn();
      return sdk.deleteWebAuthnCredential({ AccessToken, CredentialId: 'unknown' });
    },
  },
};
