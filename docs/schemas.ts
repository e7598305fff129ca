import type * as schemas from '../contract/schemas/index.ts';

/** A schema of the contract that is a body of its own: OpenAPI names it as a component. */
export type BodyName = Extract<keyof typeof schemas, `${string}Request` | `${string}Response`>;

/** What each body is. A body without an entry does not compile. */
export const BODY_PROSE: Readonly<Record<BodyName, string>> = {
  loginRequest: 'What the user typed, and a CAPTCHA solution if one was asked for.',
  challengeRequest: 'The token of the step, and its answer.',
  reauthenticateRequest: 'The password of the signed-in user.',
  passwordChangeRequest: 'The password of the signed-in user, and the new one.',
  emailRequest: 'The new e-mail address.',
  confirmEmailRequest: 'The code from the mail to the new address.',
  updateAccountRequest: 'The attributes to change. Null deletes one.',
  accountResponse: 'What is stored about the user. Times are ISO 8601, UTC.',
  tokenResponse: 'A session JWT and its lifetime in seconds. The refresh token is in the cookie.',
  sessionResponse: 'The signed-in user and the session. Times are ISO 8601, UTC.',
  jwksResponse: 'A JSON Web Key Set (RFC 7517): the public keys of session JWTs.',
  sessionsResponse: 'Where the user is signed in. Times are ISO 8601, UTC.',
  mailRequest: 'Whom a code is for, and a CAPTCHA solution if one was asked for.',
  signUpRequest: 'Whom the account is for, and the attributes that the user pool demands.',
  confirmSignUpRequest: 'The mailed code and the password of the new account.',
  resetPasswordRequest: 'The mailed code and the new password.',
  passwordlessRequest: 'Who signs in and how, and a CAPTCHA solution if one was asked for.',
  passwordlessResponse: 'The step that completes the sign-in. The destination is masked.',
  passkeyCreationResponse:
    'The options with which a browser creates a passkey, and the token of the registration.',
  passkeyRegistrationRequest: 'The token of the registration, and the passkey of the browser.',
  passkeyNameRequest: 'The new name.',
  passkeysResponse: 'The passkeys of the user. Times are ISO 8601, UTC.',
  mfaResponse: 'Which second factors the user has, and whether one is required.',
  totpSetupResponse: 'The secret of a new authenticator app, as text and as a URI.',
  totpRequest: 'A code of the authenticator app.',
  deliveryResponse: 'Where a code is on its way to. The destination is masked.',
  captchaResponse: 'An ALTCHA challenge, as its widget and library read it.',
};
