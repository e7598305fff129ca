/**
 * Behaviour that AWS does not document, or documents in two ways. Only a trial on a real pool can
 * settle it. The first value of each type is the default.
 */
export interface Switches {
  /**
   * Whether a user of a pool with optional MFA who has both TOTP and passkey MFA on is offered the
   * passkey. AWS documents it for obligatory MFA only.
   */
  passkeyBesideOptionalMfa: 'offered' | 'hidden';
  /** The first sign-in of a user without a factor, in a pool with obligatory MFA. */
  firstSignInWithRequiredMfa: 'MFA_SETUP' | 'tokens';
  /** Whether a passkey's registration may be completed with another access token. */
  registrationToken: 'any' | 'same';
  /** `authenticatorSelection.residentKey` in the creation options. */
  residentKey: 'required' | 'preferred';
  /** Whether a wrong answer to WEB_AUTHN spends the session. */
  wrongPasskey: 'session lives' | 'session spent';
  /** Whether a refused password at NEW_PASSWORD_REQUIRED spends the session. */
  refusedNewPassword: 'session lives' | 'session spent';
  /** When a taken e-mail address is refused in a pool that keeps the original value. */
  takenAddress: 'at UpdateUserAttributes' | 'at VerifyUserAttribute';
  /** USER_AUTH with EMAIL_OTP of a user who is not confirmed. */
  emailCodeUnconfirmed: 'challenge' | 'refused';
  /** USER_AUTH with EMAIL_OTP of a disabled user. */
  emailCodeDisabled: 'decoy' | 'refused';
  /** USER_AUTH with EMAIL_OTP of a user whose password must be reset. */
  emailCodeResetRequired: 'challenge' | 'refused';
  /** USER_AUTH of an unknown name that asks for a challenge. */
  unknownUserChallenge: 'random' | 'preferred';
  /** Whether CloudTrail names the user (`additionalEventData.sub`) of AdminDeleteUser. */
  eventOfDeletion: 'with sub' | 'without sub';
  /** Whether CloudTrail names the user of AdminAddUserToGroup and AdminRemoveUserFromGroup. */
  eventOfGroup: 'with sub' | 'without sub';
  /** The quota category of the WebAuthn operations. AWS names none. */
  passkeyQuota: 'UserResourceUpdate' | 'none';
  /** Whether fewer than five failures are forgotten after 15 minutes, too. */
  failuresBelowLockout: 'forgotten' | 'kept';
  /** ForgotPassword of a user without a verified address, with existence errors prevented. */
  forgotWithoutAddress: 'refused' | 'simulated';
  /**
   * ForgotPassword and ResendConfirmationCode of an unknown user. AWS: the behaviour "alternates"
   * between a simulated delivery and an InvalidParameterException.
   */
  unknownUserDelivery: 'simulated' | 'alternates';
}

export const SWITCHES: Switches = {
  passkeyBesideOptionalMfa: 'offered',
  firstSignInWithRequiredMfa: 'MFA_SETUP',
  registrationToken: 'any',
  residentKey: 'required',
  wrongPasskey: 'session lives',
  refusedNewPassword: 'session lives',
  takenAddress: 'at UpdateUserAttributes',
  emailCodeUnconfirmed: 'challenge',
  emailCodeDisabled: 'decoy',
  emailCodeResetRequired: 'challenge',
  unknownUserChallenge: 'random',
  eventOfDeletion: 'with sub',
  eventOfGroup: 'with sub',
  passkeyQuota: 'UserResourceUpdate',
  failuresBelowLockout: 'forgotten',
  forgotWithoutAddress: 'refused',
  unknownUserDelivery: 'simulated',
};
