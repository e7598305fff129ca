import { DELIVERY, type RouteProse } from './prose.ts';

export const forgotPassword: RouteProse = {
  summary: 'Send a code that resets the password',
  notes:
    'The answer is the same for every address. If the account has had its mails, nothing is sent ' +
    'and the last code stays valid.',
  success: 'A code is on its way, if the address can receive one now',
  setsCookie: false,
  body: { username: 'jane@example.com' },
  response: DELIVERY,
};

export const resetPassword: RouteProse = {
  summary: 'Set a new password with a mailed code',
  notes:
    'All sessions of the user end, failed sign-ins are forgotten, and only this device is known to ' +
    'the account. After that, the user signs in.',
  success: 'The new password is set',
  setsCookie: false,
  body: { username: 'jane@example.com', code: '1234567KQ2M8XD', password: 'a long new password' },
};
