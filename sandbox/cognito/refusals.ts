/**
 * The exceptions of Cognito that this fake throws, with AWS's own sentences. A sentence without a
 * source was seen in public code that talks to a real pool. [unproven] marks a sentence that is not documented.
 */

import { CognitoException } from './exception.ts';

export const notAuthorized = (message: string) =>
  new CognitoException('NotAuthorizedException', message);
export const invalidParameter = (message: string) =>
  new CognitoException('InvalidParameterException', message);
export const resourceNotFound = (message: string) =>
  new CognitoException('ResourceNotFoundException', message);

/** A wrong password, and an unknown user where `PreventUserExistenceErrors` is ENABLED. */
export const incorrect = () => notAuthorized('Incorrect username or password.');
/** AWS guide, "Lockout behavior for failed sign-in attempts". */
export const attemptsExceeded = () => notAuthorized('Password attempts exceeded');
export const userIsDisabled = () => notAuthorized('User is disabled.');
export const userNotConfirmed = () =>
  new CognitoException('UserNotConfirmedException', 'User is not confirmed.');
export const passwordResetRequired = () =>
  new CognitoException('PasswordResetRequiredException', 'Password reset required for the user');
export const userNotFound = () =>
  new CognitoException('UserNotFoundException', 'User does not exist.');

export const clientNotFound = (id: string) =>
  resourceNotFound(`User pool client ${id} does not exist.`);
export const poolNotFound = (id: string) => resourceNotFound(`User pool ${id} does not exist.`);
export const groupNotFound = () => resourceNotFound('Group not found.');

/** One sentence for a wrong code by e-mail to confirm, to reset and to verify. */
export const wrongVerificationCode = () =>
  new CognitoException(
    'CodeMismatchException',
    'Invalid verification code provided, please try again.',
  );
/** Also for a code that was never sent. */
export const expiredCode = () =>
  new CognitoException(
    'ExpiredCodeException',
    'Invalid code provided, please request a code again.',
  );
/** A wrong code by e-mail or SMS at sign-in. */
export const wrongSignInCode = () =>
  new CognitoException('CodeMismatchException', 'Invalid code or auth state for the user.');
/** A wrong code of an authenticator app at sign-in. */
export const wrongTotpCode = () =>
  new CognitoException('CodeMismatchException', 'Invalid code received for user');
/** The second use of a TOTP code is called expired, not used. */
export const totpCodeUsed = () =>
  new CognitoException('ExpiredCodeException', 'Your software token has already been used once.');
export const limitExceeded = () =>
  new CognitoException(
    'LimitExceededException',
    'Attempt limit exceeded, please try after some time.',
  );
export const tooManyRequests = () =>
  new CognitoException('TooManyRequestsException', 'Too many requests');

export const usernameExists = (message: string) =>
  new CognitoException('UsernameExistsException', message);
export const aliasExists = (attribute: string) =>
  new CognitoException(
    'AliasExistsException',
    `An account with the given ${attribute} already exists.`,
  );
export const invalidPassword = (message: string) =>
  new CognitoException('InvalidPasswordException', message);

/** What Cognito's request validation says of a missing member. */
export const missingMember = (name: string) =>
  invalidParameter(
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: ` +
      'Member must not be null',
  );

/** [unproven] The sentences are the SDK's descriptions of these exceptions. */
const WEB_AUTHN = {
  NotEnabled: "The passkey feature isn't enabled for the user pool.",
  ConfigurationMissing:
    "The user pool doesn't have a configured relying party id or a user pool domain.",
  ChallengeNotFound: 'The challenge from StartWebAuthn registration has expired.',
  ClientMismatch:
    'The access token is for a different client than the one in the original ' +
    'StartWebAuthnRegistration request.',
  OriginNotAllowed:
    "The passkey credential's registration origin does not align with the user pool relying " +
    'party id.',
  RelyingPartyMismatch:
    'The given passkey credential is associated with a different relying party ID than the user ' +
    'pool relying party ID.',
  CredentialNotSupported: 'The passkey credentials are from an unsupported device or provider.',
};

export const webAuthnRefusal = (name: keyof typeof WEB_AUTHN) =>
  new CognitoException(`WebAuthn${name}Exception`, WEB_AUTHN[name]);
