import { type RouteProse, TOKEN } from './prose.ts';

export const challenge: RouteProse = {
  summary: 'Answer a further step of a sign-in',
  notes:
    'Needs the token in `details.challenge` of CHALLENGE_REQUIRED, or in `challenge` of ' +
    '`POST /auth/passwordless`, and the cookie of the same ' +
    'answer. A token works once. An answer that may be corrected returns the next token in ' +
    '`details.challenge`. The success is that of a login. After ' +
    '`POST /auth/reauthenticate`, the request needs the same Bearer token, and the success is 204.',
  setsCookie: true,
  body: {
    challenge_token:
      'C6p1sTqk0cyDDLvOsnTgvIz0vzRC8QIvLzDTWHBBq-8J0YvYt0m3q5cX1rV9sWbN2kL7pQxTzUa4eFhGiDj6oM',
    code: '123456',
  },
  response: TOKEN,
};
