/** What each operation of the fake does, where AWS may differ, and how we know. */

import type { OperationName } from '../operations/index.ts';
import type { Source } from './sources.ts';

interface Fidelity {
  does: string;
  /** What is not known, not documented, or left out. */
  mayDiffer?: string;
  sources: readonly Source[];
}

export const FIDELITY: Readonly<Record<OperationName, Fidelity>> = {
  InitiateAuth: {
    does:
      'USER_PASSWORD_AUTH, USER_AUTH and REFRESH_TOKEN_AUTH, with lockout, SECRET_HASH over ' +
      'the name that is sent, decoys for unknown names in USER_AUTH, and ID and access ' +
      'tokens signed with RS256.',
    mayDiffer:
      'USER_SRP_AUTH, CUSTOM_AUTH, SMS_OTP and step-up (TARGET_ACR_VALUES) are left out. ' +
      'Too many mails with sign-in codes are a TooManyRequestsException. Switches: ' +
      '`unknownUserChallenge`, `emailCode…`, `firstSignInWithRequiredMfa`, ' +
      '`passkeyBesideOptionalMfa`, `failuresBelowLockout`.',
    sources: ['SDK', 'ERR', 'LOCK', 'SEL', 'MFA', 'JWT', 'HASH', 'LIVE', 'CODE'],
  },
  RespondToAuthChallenge: {
    does:
      'NEW_PASSWORD_REQUIRED, SOFTWARE_TOKEN_MFA, SMS_MFA, EMAIL_OTP, SELECT_MFA_TYPE, ' +
      'MFA_SETUP, SELECT_CHALLENGE, PASSWORD and WEB_AUTHN. Each step gives a new session, ' +
      'bound to user and client; success spends it, a wrong answer does not.',
    mayDiffer:
      'SRP, devices and custom challenges are left out. The sentence for a wrong passkey is ' +
      'not documented. Switches: `wrongPasskey`, `refusedNewPassword`.',
    sources: ['SDK', 'MFA', 'SEL', 'LIVE', 'CODE'],
  },
  GetTokensFromRefreshToken: {
    does: 'New ID and access tokens for a refresh token, proven by the client secret.',
    mayDiffer: 'Rotation of refresh tokens is left out.',
    sources: ['SDK'],
  },
  RevokeToken: {
    does: 'Revokes a refresh token and its access tokens; an unknown token is no error.',
    mayDiffer: 'The sentences are not documented. A wrong client is an UnauthorizedException.',
    sources: ['SDK', 'RFC7009'],
  },
  SignUp: {
    does:
      'Makes an unconfirmed user by the password policy and mails a code. If the mail ' +
      'fails, the user stays.',
    mayDiffer: 'No pre sign-up trigger. The session for a sign-in after confirmation is left out.',
    sources: ['SDK', 'ERR', 'CODE'],
  },
  ConfirmSignUp: {
    does:
      'Confirms by the code, which lives 24 hours, and verifies the address. 15 tries an ' +
      'hour.',
    mayDiffer: 'For an unknown name the code counts as expired.',
    sources: ['SDK', 'ERR', 'QUOTA', 'VERIFY', 'CODE'],
  },
  ResendConfirmationCode: {
    does: 'Mails a new code, five an hour; simulates a delivery for an unknown name.',
    mayDiffer: 'Switch: `unknownUserDelivery`.',
    sources: ['SDK', 'ERR', 'QUOTA', 'CODE'],
  },
  ForgotPassword: {
    does: 'Mails a code; simulates a delivery for unknown and disabled users.',
    mayDiffer:
      'AWS allows 5 to 20 uses an hour by risk, together with ConfirmForgotPassword; here ' +
      '5. Switches: `forgotWithoutAddress`, `unknownUserDelivery`.',
    sources: ['SDK', 'ERR', 'QUOTA', 'CODE'],
  },
  ConfirmForgotPassword: {
    does:
      'Sets a password by the code, which lives an hour. An unknown name gets a mismatch, a ' +
      'user who asked for no code an expired code.',
    mayDiffer: 'The lockout of sign-ins goes on after a reset. No token is revoked.',
    sources: ['SDK', 'ERR', 'QUOTA'],
  },
  GetUser: {
    does: 'Attributes and factors of the user of an access token.',
    sources: ['SDK', 'CODE'],
  },
  GetUserAuthFactors: {
    does: 'What the user could present as first factor, and the second factors that are on.',
    mayDiffer: 'Whether an unverified address counts is not documented; here it does not.',
    sources: ['SDK'],
  },
  ChangePassword: {
    does: 'Changes a password by the previous one; five tries an hour; no token is revoked.',
    mayDiffer: 'Whether a wrong previous password counts in the lockout; here it does not.',
    sources: ['SDK', 'QUOTA'],
  },
  UpdateUserAttributes: {
    does:
      'Writes attributes. A new address is pending until its code comes back, where the ' +
      'pool keeps the original; otherwise it replaces the old one unverified.',
    mayDiffer:
      'When a taken address is refused (switch `takenAddress`). The CustomMessage trigger ' +
      'is given the new address.',
    sources: ['SDK', 'VERIFY', 'MESSAGE', 'CODE'],
  },
  VerifyUserAttribute: {
    does:
      'Verifies an address by its code, and puts a pending value in place. 15 tries an ' + 'hour.',
    mayDiffer: 'Switch: `takenAddress`.',
    sources: ['SDK', 'QUOTA', 'VERIFY'],
  },
  GetUserAttributeVerificationCode: {
    does: 'Mails a code to the current value of an attribute, five an hour.',
    mayDiffer: 'That a pending value gets no code by this operation is not documented.',
    sources: ['SDK', 'QUOTA'],
  },
  DeleteUser: {
    does: 'Deletes the user. The name is free at once; a new user has a new sub.',
    sources: ['SDK'],
  },
  GlobalSignOut: {
    does: 'Revokes every token of the user.',
    sources: ['SDK', 'CODE'],
  },
  AssociateSoftwareToken: {
    does: 'Gives a TOTP secret (SHA-1, 6 digits, 30 s) by an access token or inside MFA_SETUP.',
    mayDiffer: 'That an old secret works until the new one is verified is not documented.',
    sources: ['SDK', 'MFA', 'CODE'],
  },
  VerifySoftwareToken: {
    does: 'Verifies the secret by a code, which is used up by that. It does not switch MFA on.',
    mayDiffer: 'A wrong code is always an EnableSoftwareTokenMFAException, never a mismatch.',
    sources: ['SDK', 'CODE'],
  },
  SetUserMFAPreference: {
    does:
      'Switches factors on and off and prefers one. Passkeys as MFA need the setting of the ' +
      'pool and another factor.',
    mayDiffer: 'Only the sentence about delivery config is known.',
    sources: ['SDK', 'MFA', 'CODE'],
  },
  StartWebAuthnRegistration: {
    does: 'Creation options for a passkey; 20 per user. Relying party from the pool.',
    mayDiffer:
      'The members of the options and their lifetime (3 minutes). The sentences are the ' +
      "SDK's descriptions of the exceptions. Switches: `residentKey`, `passkeyQuota`.",
    sources: ['SDK', 'QUOTA', 'WEBAUTHN'],
  },
  CompleteWebAuthnRegistration: {
    does:
      'Verifies and keeps a passkey: challenge, client, origin below the relying party, ' +
      'user verification, ES256 or RS256.',
    mayDiffer:
      "The sentences are the SDK's descriptions of the exceptions. Friendly names are " +
      'always "Passkey". Switch: `registrationToken`.',
    sources: ['SDK', 'WEBAUTHN'],
  },
  ListWebAuthnCredentials: { does: 'Lists the passkeys of the user in pages.', sources: ['SDK'] },
  DeleteWebAuthnCredential: {
    does: 'Deletes a passkey.',
    mayDiffer: 'The sentence for an unknown passkey is not documented.',
    sources: ['SDK'],
  },
  AdminCreateUser: {
    does:
      'Makes a user with a temporary password, invites by e-mail where EMAIL is named, and ' +
      'again by RESEND. Without a password in a passwordless pool the user is confirmed.',
    mayDiffer:
      'Invitations by SMS and ForceAliasCreation are left out. The sentence for a refused ' +
      'RESEND is not documented.',
    sources: ['SDK', 'LIVE', 'CODE'],
  },
  AdminGetUser: { does: 'Attributes, status and factors of a user.', sources: ['SDK'] },
  AdminGetUserAuthFactors: { does: 'As GetUserAuthFactors, by name.', sources: ['SDK'] },
  AdminDeleteUser: {
    does: 'Deletes a user.',
    mayDiffer: 'Whether its event names the user (switch `eventOfDeletion`).',
    sources: ['SDK', 'TRAIL'],
  },
  AdminDisableUser: {
    does: 'Disables a user and revokes the tokens.',
    mayDiffer: 'AWS says "access tokens"; here refresh tokens are revoked with them.',
    sources: ['SDK'],
  },
  AdminEnableUser: { does: 'Enables a user.', sources: ['SDK'] },
  AdminConfirmSignUp: {
    does: 'Confirms a user without verifying the address.',
    sources: ['SDK', 'CODE'],
  },
  AdminResetUserPassword: {
    does: 'Demands a new password by a mailed code; sign-ins and tokens are refused until then.',
    mayDiffer: 'A mail that fails is a LimitExceededException: the SDK declares no other.',
    sources: ['SDK', 'CODE'],
  },
  AdminSetUserPassword: {
    does:
      'Sets a permanent or temporary password; a permanent one confirms. No token is ' + 'revoked.',
    sources: ['SDK'],
  },
  AdminSetUserMFAPreference: {
    does: 'As SetUserMFAPreference, by name.',
    sources: ['SDK', 'CODE'],
  },
  AdminDeleteSoftwareToken: {
    does: 'Deletes the TOTP secret of a user and switches the factor off.',
    sources: ['SDK'],
  },
  AdminUpdateUserAttributes: {
    does: 'As UpdateUserAttributes, by name; an address may be declared verified.',
    mayDiffer: 'A mail that fails is not reported: the SDK declares no exception for it.',
    sources: ['SDK', 'VERIFY'],
  },
  AdminUserGlobalSignOut: { does: 'Revokes every token of a user.', sources: ['SDK'] },
  AdminAddUserToGroup: {
    does: 'Adds a user to a group; tokens name it from the next on.',
    mayDiffer: 'Whether its event names the user (switch `eventOfGroup`).',
    sources: ['SDK', 'TRAIL'],
  },
  AdminRemoveUserFromGroup: {
    does: 'Removes a user from a group.',
    mayDiffer: 'Whether its event names the user (switch `eventOfGroup`).',
    sources: ['SDK', 'TRAIL'],
  },
  AdminListGroupsForUser: {
    does: 'Lists the groups of a user in pages.',
    mayDiffer: 'The order is that of joining; precedence is kept but not applied.',
    sources: ['SDK'],
  },
  CreateGroup: {
    does: 'Makes a group.',
    mayDiffer: 'Roles and precedence have no effect on tokens.',
    sources: ['SDK'],
  },
  ListUsers: {
    does: 'Lists users in pages, with a filter by name, address, status or other attribute.',
    mayDiffer: 'AttributesToGet is ignored.',
    sources: ['SDK'],
  },
  CreateUserPool: {
    does: 'Makes a pool, and refuses what its plan does not hold.',
    mayDiffer: 'Settings without an effect here are kept and shown.',
    sources: ['SDK', 'MFA'],
  },
  UpdateUserPool: {
    does: 'Replaces the settings of a pool; what is omitted gets its default.',
    sources: ['SDK'],
  },
  DescribeUserPool: {
    does: 'Shows a pool.',
    mayDiffer: 'The standard attributes of the schema are not listed.',
    sources: ['SDK'],
  },
  SetUserPoolMfaConfig: {
    does: 'Sets MFA and passkeys of a pool; mailed codes exclude obligatory MFA.',
    mayDiffer: 'The sentences are not documented.',
    sources: ['SDK', 'MFA'],
  },
  GetUserPoolMfaConfig: { does: 'Shows MFA and passkeys of a pool.', sources: ['SDK'] },
  CreateUserPoolClient: {
    does: 'Makes an app client, confidential or public.',
    mayDiffer: 'OAuth 2.0 settings are kept and have no effect.',
    sources: ['SDK'],
  },
  UpdateUserPoolClient: {
    does: 'Replaces the settings of an app client; what is omitted gets its default.',
    sources: ['SDK'],
  },
  DescribeUserPoolClient: {
    does: 'Shows an app client, its secret included.',
    mayDiffer: 'AWS does not document which of two secrets is shown.',
    sources: ['SDK'],
  },
  AddUserPoolClientSecret: {
    does: 'Adds a second secret to a confidential app client. Both are accepted.',
    mayDiffer: 'The answer for a public client is not documented.',
    sources: ['SDK'],
  },
  ListUserPoolClientSecrets: {
    does: 'Lists the secrets of an app client without their values.',
    sources: ['SDK'],
  },
  DeleteUserPoolClientSecret: {
    does: 'Deletes a secret of an app client, except the last.',
    sources: ['SDK'],
  },
};
