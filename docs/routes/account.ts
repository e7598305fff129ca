import { MAILS } from '../../contract/limits.ts';
import { duration } from '../.vitepress/facts.ts';
import { DELIVERY, RECENT_PROOF, type RouteProse } from './prose.ts';

const ACCOUNT = {
  sub: '3f1c2a4e-8d5b-4c7a-9f0e-1b2c3d4e5f60',
  username: '3f1c2a4e-8d5b-4c7a-9f0e-1b2c3d4e5f60',
  email: 'test@example.com',
  email_verified: true,
  status: 'confirmed',
  created_at: '2025-11-03T10:15:00Z',
  updated_at: '2026-01-02T09:30:00Z',
  attributes: { given_name: 'Jane', locale: 'en' },
  groups: ['members'],
  sessions: {
    count: 2,
    current: {
      id: 'Zm9vYmFyYmF6',
      created_at: '2026-01-01T08:00:00Z',
      expires_at: '2026-01-31T08:00:00Z',
      authenticated_at: '2026-01-02T09:28:00Z',
    },
  },
};

export const reauthenticate: RouteProse = {
  summary: 'Confirm the identity of the signed-in user',
  notes:
    'The session counts as just signed in afterwards. Its tokens stay the same. If a second factor ' +
    'is on, the answer to the right password is `CHALLENGE_REQUIRED`, and `POST /auth/challenge` ' +
    'with the same Bearer token confirms the identity. Wrong passwords are counted ' +
    'for each user, whatever session they come from, and never block a login.',
  success: 'The session counts as just signed in',
  setsCookie: false,
  body: { password: 'ValidPass123!' },
};

export const changePassword: RouteProse = {
  summary: 'Change the password',
  notes:
    'All other sessions of the user end. The session of the request goes on, and its device stays ' +
    'known. If a second factor is on, a recent sign-in with both factors is needed besides the ' +
    'current password. After a failure with status 5xx the password may have changed: sign in ' +
    'with the new one.',
  success: 'The password is changed, and the other sessions have ended',
  setsCookie: false,
  body: { current_password: 'ValidPass123!', new_password: 'plum-orbit-canyon-42' },
};

export const getAccount: RouteProse = {
  summary: 'What is stored about the user',
  notes:
    'An export for the user: the standard attributes, the groups, and the number of sessions. ' +
    '`GET /auth/sessions` lists the sessions.',
  setsCookie: false,
  response: ACCOUNT,
};

export const updateAccount: RouteProse = {
  summary: 'Change attributes of the user',
  notes:
    'Changes all of the given attributes or none. Null deletes one. The stage decides which can be ' +
    'changed. Use `POST /auth/email/change` for the e-mail address.',
  setsCookie: false,
  body: { attributes: { given_name: 'Jane', locale: null } },
  response: ACCOUNT,
};

export const deleteAccount: RouteProse = {
  summary: 'Delete the account',
  notes:
    `${RECENT_PROOF}All sessions end, and every token of the user is refused at once. The e-mail address ` +
    'can sign up again, as another user. Nothing can be restored.',
  success: 'The user, the sessions and the known devices are deleted',
  setsCookie: true,
};

export const changeEmail: RouteProse = {
  summary: 'Ask for another e-mail address',
  notes:
    `${RECENT_PROOF}A code is mailed to the new address. The old one stays until the code is confirmed. ` +
    'The answer is the same if the address belongs to another account, or if too many mails were ' +
    `asked for: at most ${MAILS.perAccount} in ${duration(MAILS.window)}, ${duration(MAILS.spacing)} apart. ` +
    'Then the last code stays valid.',
  success: 'A code is on its way, if the address can receive one',
  setsCookie: false,
  body: { email: 'jane@example.com' },
  response: DELIVERY,
};

export const confirmEmail: RouteProse = {
  summary: 'Confirm the new e-mail address',
  notes:
    'Only the session that asked for the address can confirm it. The new address is the name of the ' +
    'next sign-in. The other sessions go on. A refresh returns a JWT with the new address.',
  success: 'The new address is the current one',
  setsCookie: false,
  body: { code: '123456ABCDEFGH' },
};
