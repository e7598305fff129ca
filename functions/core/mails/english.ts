import type { MailTexts } from './mail-texts.ts';

const KEEP_SECRET =
  'Never give this code to anybody, not even to our staff. If you did not ask for it, ignore this ' +
  'message: without the code, nothing changes.';
const NOT_YOU =
  'If this was not you, open the app or website yourself and reset your password. That signs you ' +
  'out everywhere.';

export const ENGLISH: MailTexts = {
  unknownDevice: 'an unknown device',
  sign_up: {
    subject: 'Confirm your e-mail address',
    paragraphs: ['Enter this code to confirm your e-mail address:', '{code}', KEEP_SECRET],
  },
  reset_password: {
    subject: 'Reset your password',
    paragraphs: ['Enter this code to choose a new password:', '{code}', KEEP_SECRET],
  },
  change_email: {
    subject: 'Confirm your new e-mail address',
    paragraphs: ['Enter this code to confirm your new e-mail address:', '{code}', KEEP_SECRET],
  },
  sign_in: {
    subject: 'Your sign-in code',
    paragraphs: ['Enter this code to sign in:', '{code}', KEEP_SECRET],
  },
  invitation: {
    subject: 'Your account',
    paragraphs: [
      'An account was created for you. Sign in with this name and this temporary password:',
      '{username}',
      '{code}',
      'You will be asked to choose a password of your own.',
    ],
  },
  password_changed: {
    subject: 'Your password was changed',
    paragraphs: ['The password of your account was changed just now.', NOT_YOU],
  },
  new_device: {
    subject: 'New sign-in to your account',
    paragraphs: [
      'Somebody signed in to your account on a device that it has not been used on before: {device}.',
      NOT_YOU,
    ],
  },
  email_changing: {
    subject: 'Your e-mail address is about to change',
    paragraphs: [
      'Somebody who is signed in to your account asked for another e-mail address. This address ' +
        'stays in use until the new one is confirmed.',
      NOT_YOU,
    ],
  },
  email_changed: {
    subject: 'Your e-mail address was changed',
    paragraphs: [
      'Your account has another e-mail address now. This address is no longer in use.',
      'If this was not you, contact our support at once.',
    ],
  },
  passkey_added: {
    subject: 'A passkey was added to your account',
    paragraphs: [
      'A passkey was added to your account just now. It signs in without a password.',
      'If this was not you, open the app or website yourself, remove the passkey and change your ' +
        'password.',
    ],
  },
  passkey_removed: {
    subject: 'A passkey was removed from your account',
    paragraphs: ['A passkey was removed from your account just now.', NOT_YOU],
  },
  totp_enabled: {
    subject: 'An authenticator app was added to your account',
    paragraphs: [
      'From now on, signing in to your account needs a code of an authenticator app as well.',
      'If this was not you, contact our support at once.',
    ],
  },
  totp_disabled: {
    subject: 'The authenticator app was removed from your account',
    paragraphs: [
      'Signing in to your account needs no code of an authenticator app any more.',
      NOT_YOU,
    ],
  },
  address_in_use: {
    subject: 'You already have an account',
    paragraphs: [
      'Somebody tried to use this e-mail address for an account. You already have an account with ' +
        'this address, and nothing about it has changed.',
      'If this was you, sign in or reset your password. Otherwise, ignore this message.',
    ],
  },
};
