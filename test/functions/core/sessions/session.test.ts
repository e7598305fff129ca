import { expect, test } from '@jest/globals';
import { session } from '../../../../functions/core/sessions/session.ts';
import { input, signedIn, USER, world } from '../../../support/world.ts';

test('returns the user, when the session started and ends, and the last proof', async () => {
  const current = await signedIn(world());
  await expect(session(undefined, { ...input({}), session: current.session })).resolves.toEqual({
    body: {
      user: USER,
      session: {
        id: 'session-1',
        issued_at: '2026-03-01T12:00:00.000Z',
        expires_at: '2026-03-31T12:00:00.000Z',
        authenticated_at: '2026-03-01T12:00:00.000Z',
        amr: ['pwd'],
      },
    },
  });
});
