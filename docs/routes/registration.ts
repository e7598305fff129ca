import { DELIVERY, type RouteProse } from './prose.ts';

export const signUp: RouteProse = {
  summary: 'Sign up with an e-mail address',
  notes:
    'Sends a code to the address, and sends it again if the account exists and is not confirmed. ' +
    'The answer is the same for every address. The password comes with the code, because whoever ' +
    'signs an address up need not own it. Exists only where the stage lets people sign up.',
  success: 'A code is on its way, if the address can receive one now',
  setsCookie: false,
  body: { username: 'jane@example.com' },
  response: DELIVERY,
};

export const confirmSignUp: RouteProse = {
  summary: 'Confirm an account and set its password',
  notes:
    'After that, the user signs in. The device is known to the account. Attributes replace those ' +
    'that came with the sign-up. Exists only where the stage lets people sign up.',
  success: 'The account is confirmed and has the password',
  setsCookie: false,
  body: { username: 'jane@example.com', code: '1234567KQ2M8XD', password: 'a long new password' },
};

export const resendCode: RouteProse = {
  summary: 'Send the code of a new account again',
  notes:
    'The answer is the same for every address. If the account has had its mails, nothing is sent ' +
    'and the last code stays valid. Exists only where the stage lets people sign up.',
  success: 'A code is on its way, if the address can receive one now',
  setsCookie: false,
  body: { username: 'jane@example.com' },
  response: DELIVERY,
};
