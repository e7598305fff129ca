import assert from 'node:assert/strict';
import { mfaResponse } from '../../contract/schemas/index.ts';
import { group } from '../check.ts';
import { expectBody, expectError } from '../expect.ts';

/** Checks of second factors that leave those of the user as they were, and count no wrong code. */
export const mfa = group('second factors', ['user', 'mfa'], {
  'a user who signs in by the password alone has no authenticator app': async ({ api, user }) => {
    const { token } = await api.signIn(user);
    const { totp } = expectBody(await api.call('getMfa', { token }), mfaResponse);
    assert.equal(totp.enabled, false);
  },
  'a text that cannot be a code is INVALID_CODE': async ({ api, user }) => {
    const { token } = await api.signIn(user);
    const body = JSON.stringify({ code: 'no code' });
    expectError(await api.call('enableTotp', { token, body }), 'INVALID_CODE');
  },
});
