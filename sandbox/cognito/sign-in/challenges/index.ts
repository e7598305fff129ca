/** The challenges that RespondToAuthChallenge takes. */

import type { Challenge } from '../respond.ts';
import { emailOtp, smsMfa } from './code.ts';
import { mfaSetup } from './mfa-setup.ts';
import { newPasswordRequired } from './new-password.ts';
import { password } from './password.ts';
import { selectChallenge } from './select-challenge.ts';
import { selectMfaType } from './select-mfa.ts';
import { softwareTokenMfa } from './software-token.ts';
import { webAuthn } from './web-authn.ts';

export const CHALLENGES: Readonly<Record<string, Challenge>> = {
  EMAIL_OTP: emailOtp,
  MFA_SETUP: mfaSetup,
  NEW_PASSWORD_REQUIRED: newPasswordRequired,
  PASSWORD: password,
  SELECT_CHALLENGE: selectChallenge,
  SELECT_MFA_TYPE: selectMfaType,
  SMS_MFA: smsMfa,
  SOFTWARE_TOKEN_MFA: softwareTokenMfa,
  WEB_AUTHN: webAuthn,
};
