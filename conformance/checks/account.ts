import assert from 'node:assert/strict';
import { accountResponse } from '../../contract/schemas/index.ts';
import { group } from '../check.ts';
import { expectBody, expectError, expectStatus } from '../expect.ts';

/** Checks of an account that leave it as it was, and count no wrong password. */
export const account = group('account', ['user'], {
  'the account is that of the token': async ({ api, user }) => {
    const { token } = await api.signIn(user);
    const { sub, sessions } = expectBody(await api.call('getAccount', { token }), accountResponse);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    assert.equal(sub, claims.sub);
    assert.equal(sessions.current.id, claims.sid);
  },
  'the right password confirms the identity': async ({ api, user }) => {
    const { token } = await api.signIn(user);
    const body = JSON.stringify({ password: user.password });
    expectStatus(await api.call('reauthenticate', { token, body }), 204);
  },
  'an attribute that users may not change is BAD_REQUEST': async ({ api, user }) => {
    const { token } = await api.signIn(user);
    const body = JSON.stringify({ attributes: { email_verified: 'true' } });
    const { details } = expectError(
      await api.call('updateAccount', { token, body }),
      'BAD_REQUEST',
    );
    assert.equal(details.field, 'attributes.email_verified');
  },
  'a password that breaks rules is PASSWORD_REJECTED, and names them': async ({ api, user }) => {
    const { token } = await api.signIn(user);
    const body = JSON.stringify({ current_password: user.password, new_password: 'a' });
    const { details } = expectError(
      await api.call('changePassword', { token, body }),
      'PASSWORD_REJECTED',
    );
    assert.ok(Array.isArray(details.rules) && details.rules.includes('too_short'));
  },
  'the current address as the new one is BAD_REQUEST': async ({ api, user }) => {
    const { token } = await api.signIn(user);
    const { email } = expectBody(await api.call('getAccount', { token }), accountResponse);
    const body = JSON.stringify({ email });
    const { details } = expectError(await api.call('changeEmail', { token, body }), 'BAD_REQUEST');
    assert.equal(details.field, 'email');
  },
  'a code without a request for one is INVALID_CODE': async ({ api, user }) => {
    const { token } = await api.signIn(user);
    const body = JSON.stringify({ code: '123456ABCDEFGH' });
    expectError(await api.call('confirmEmail', { token, body }), 'INVALID_CODE');
  },
});
