import type { RouteProse } from './prose.ts';

export const listSessions: RouteProse = {
  summary: 'Where the user is signed in',
  notes:
    'The last used session comes first. `device` is the browser and the system of the sign-in, or ' +
    'null if neither is known. Sessions with the same `network` were last seen on the same ' +
    'network; the label is no address. `last_used_at` is up to an hour old.',
  setsCookie: false,
  response: {
    sessions: [
      {
        id: 'Zm9vYmFyYmF6',
        device: 'Firefox on Windows',
        network: '9f86d081',
        created_at: '2026-01-01T08:00:00Z',
        last_used_at: '2026-01-02T09:30:00Z',
        current: true,
      },
      {
        id: 'cXV4cXV1eGNvcmdl',
        device: 'Safari on iPhone',
        network: '60303ae2',
        created_at: '2025-12-24T18:00:00Z',
        last_used_at: '2025-12-31T23:59:00Z',
        current: false,
      },
    ],
  },
};

export const endSession: RouteProse = {
  summary: 'End one session of the user',
  notes:
    'Also 204 if the user has no such session, so that the answer tells nothing about other ' +
    'users. `id` may be the session of the request: then its token and its cookie stop working.',
  success: 'The user has no such session any more',
  setsCookie: false,
};

export const endOtherSessions: RouteProse = {
  summary: 'End all other sessions of the user',
  notes:
    'The session of the request goes on. After a failure, repeat the request: it ends the rest.',
  success: 'Only the session of the request is left',
  setsCookie: false,
};
