import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { REFRESH_TOKEN_FIELD } from '../../contract/cookies.ts';
import { REQUEST } from '../../contract/limits.ts';
import { group } from '../check.ts';
import { expectError } from '../expect.ts';
import { unknownUsername } from '../unknown-username.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** JSON that is not a login, and the field that the answer must name. */
const BAD_BODIES: readonly (readonly [what: string, body: string, field: string])[] = [
  ['no username', '{"password":"x"}', 'username'],
  ['no password', '{"username":"x"}', 'password'],
  ['an empty username', '{"username":"","password":"x"}', 'username'],
  ['a number for a password', '{"username":"x","password":1}', 'password'],
  ['a username with a space', '{"username":"x y","password":"x"}', 'username'],
  [
    'a username that is too long',
    JSON.stringify({ username: 'x'.repeat(REQUEST.usernameLength + 1), password: 'x' }),
    'username',
  ],
  [
    'a password that is too long',
    JSON.stringify({ username: 'x', password: 'x'.repeat(REQUEST.passwordLength + 1) }),
    'password',
  ],
];

export const refusals = [
  ...group(
    'refusals',
    [],
    Object.fromEntries(
      BAD_BODIES.map(([what, body, field]) => [
        `${what} is BAD_REQUEST and names ${field}`,
        async ({ api }) =>
          assert.equal(
            expectError(await api.call('login', { body, headers: JSON_TYPE }), 'BAD_REQUEST')
              .details.field,
            field,
          ),
      ]),
    ),
  ),
  ...group('refusals', [], {
    'a body that is too large is PAYLOAD_TOO_LARGE': async ({ api }) => {
      expectError(
        await api.login(unknownUsername(), 'x'.repeat(REQUEST.bodyBytes)),
        'PAYLOAD_TOO_LARGE',
      );
    },
    'an unknown user is INVALID_CREDENTIALS': async ({ api }) =>
      void expectError(await api.login(unknownUsername(), 'wrong'), 'INVALID_CREDENTIALS'),
    'a refresh without a cookie is BAD_REQUEST, and says to log in': async ({ api }) => {
      const { message, details } = expectError(await api.call('refresh'), 'BAD_REQUEST');
      assert.deepEqual(
        [message, details.field, details.action],
        ['No refresh token available', 'refresh_token', 'login'],
      );
    },
    'a forged refresh token is INVALID_REFRESH_TOKEN': async ({ api }) => {
      expectError(await api.call('refresh', { cookie: 'forged' }), 'INVALID_REFRESH_TOKEN');
    },
    'several forged refresh tokens are INVALID_REFRESH_TOKEN': async ({ api }) => {
      const headers = { Cookie: `${api.cookieName}=one; ${api.cookieName}=two` };
      expectError(await api.call('refresh', { headers }), 'INVALID_REFRESH_TOKEN');
    },
  }),
  ...group('refusals', ['user'], {
    'two genuine refresh tokens are BAD_REQUEST': async ({ api, user }) => {
      const tokens = [await api.signIn(user), await api.signIn(user)];
      const headers = {
        Cookie: tokens.map(({ cookie }) => `${api.cookieName}=${cookie}`).join('; '),
      };
      assert.equal(
        expectError(await api.call('refresh', { headers }), 'BAD_REQUEST').details.field,
        REFRESH_TOKEN_FIELD,
      );
    },
    'a wrong password is answered as an unknown user is': async ({ api, user }) => {
      const wrong = await api.login(user.username, `wrong ${randomUUID()}`);
      expectError(wrong, 'INVALID_CREDENTIALS');
      assert.equal(wrong.text, (await api.login(unknownUsername(), 'wrong')).text);
    },
    'a changed token is INVALID_TOKEN, by its signature': async ({ api, user }) => {
      const { token } = await api.signIn(user);
      const changed = token.replace(
        /\.(.)([^.]*)$/,
        (_, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}`,
      );
      const { message } = expectError(
        await api.call('session', { token: changed }),
        'INVALID_TOKEN',
      );
      assert.equal(message, 'Token signature verification failed');
    },
  }),
  ...group('refusals', ['expiredToken'], {
    'an expired token is TOKEN_EXPIRED, and says to refresh': async ({ api, expiredToken }) => {
      assert.equal(
        expectError(await api.call('session', { token: expiredToken }), 'TOKEN_EXPIRED').details
          .action,
        'refresh',
      );
    },
  }),
];
