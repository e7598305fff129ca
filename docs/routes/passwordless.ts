import type { RouteProse } from './prose.ts';

export const passwordless: RouteProse = {
  summary: 'Begin a sign-in without a password',
  notes:
    'The `method` `email_code` sends a code to the address. The `method` `passkey` returns the ' +
    'options for the browser as `parameters.options` of a challenge `WEB_AUTHN`. ' +
    '`POST /auth/challenge` completes the sign-in with the code or the credential, and needs the ' +
    'cookie of this answer. The answer is the same for every name. If the account has reached its ' +
    'limit of mails, nothing is sent and the last code stays valid. The stage decides which ' +
    'methods exist.',
  success: 'A code is on its way, if the address can receive one now, or the options for a passkey',
  setsCookie: true,
  body: { username: 'jane@example.com', method: 'email_code' },
  response: {
    challenge: {
      name: 'EMAIL_OTP',
      token:
        'C6p1sTqk0cyDDLvOsnTgvIz0vzRC8QIvLzDTWHBBq-8J0YvYt0m3q5cX1rV9sWbN2kL7pQxTzUa4eFhGiDj6oM',
      parameters: { delivery: { medium: 'EMAIL', destination: 'j***@e***' } },
    },
  },
};
