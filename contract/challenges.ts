/**
 * The further steps that a sign-in may need. The names are Cognito's (AWS: API_InitiateAuth,
 * `ChallengeName`).
 */

/** The member of the request that answers each step. */
export const CHALLENGE_ANSWERS = {
  /** A temporary password must be replaced. */
  NEW_PASSWORD_REQUIRED: 'new_password',
  /** A code of an authenticator app. */
  SOFTWARE_TOKEN_MFA: 'code',
  /** A code by text message. */
  SMS_MFA: 'code',
  /** A code by e-mail. */
  EMAIL_OTP: 'code',
  /** The choice of one of several second factors. */
  SELECT_MFA_TYPE: 'answer',
  /** An authenticator app must be set up, and prove itself by a code. */
  MFA_SETUP: 'code',
  /** A passkey. Only a sign-in without a password has this step. */
  WEB_AUTHN: 'credential',
} as const;

export type ChallengeName = keyof typeof CHALLENGE_ANSWERS;
export const CHALLENGE_NAMES = Object.keys(CHALLENGE_ANSWERS) as [
  ChallengeName,
  ...ChallengeName[],
];

/** `details.challenge`: the step that must follow. */
export interface RequiredChallenge {
  name: ChallengeName;
  /** Names the step in `POST /auth/challenge`. It works once. */
  token: string;
  /** What the client needs for the step. */
  parameters: Readonly<Record<string, unknown>>;
}
