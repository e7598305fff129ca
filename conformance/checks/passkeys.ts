import assert from 'node:assert/strict';
import { passkeysResponse, passwordlessResponse } from '../../contract/schemas/index.ts';
import type { Api, ApiResponse } from '../api.ts';
import { type Check, group } from '../check.ts';
import { expectBody, expectError, expectStatus } from '../expect.ts';
import { unknownUsername } from '../unknown-username.ts';

/** Asks for a sign-in by passkey. Only a network that asks for many needs a CAPTCHA. */
const begin = (api: Api, username: string): Promise<ApiResponse> =>
  api.solveIfRequired((captcha) =>
    api.call('passwordless', { body: JSON.stringify({ username, method: 'passkey', ...captcha }) }),
  );

/** Replaces the random texts by their lengths. */
const withoutRandom = (text: string): string =>
  text.replaceAll(/"(token|challenge)":"([\w-]+)"/g, (_, name, value) => `${name}${value.length}`);

/** What a browser returns if it has signed something else. */
const MADE_UP_CREDENTIAL = {
  id: 'bWFkZSB1cA',
  rawId: 'bWFkZSB1cA',
  type: 'public-key',
  response: { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA' },
};

export const passkeys: readonly Check[] = [
  ...group('passkeys', ['passkeys'], {
    'a sign-in is 202 with a challenge that names no passkeys': async ({ api }) => {
      const answer = await begin(api, unknownUsername());
      expectStatus(answer, 202);
      const { challenge } = expectBody(answer, passwordlessResponse);
      assert.ok(challenge.name === 'WEB_AUTHN');
      assert.deepEqual(challenge.parameters.options.allowCredentials, []);
    },
    'a passkey that signed something else is PASSKEY_REJECTED': async ({ api }) => {
      const begun = await begin(api, unknownUsername());
      const { challenge } = expectBody(begun, passwordlessResponse);
      const [cookie = ''] = begun.headers.getSetCookie();
      const answer = await api.call('challenge', {
        headers: { Cookie: cookie.split(';')[0] ?? '' },
        body: JSON.stringify({ challenge_token: challenge.token, credential: MADE_UP_CREDENTIAL }),
      });
      assert.equal(expectError(answer, 'PASSKEY_REJECTED').details.action, 'login');
    },
  }),
  ...group('passkeys', ['passkeys', 'user'], {
    'a sign-in is answered as for an unknown name': async ({ api, user }) => {
      const known = await begin(api, user.username);
      const unknown = await begin(api, unknownUsername());
      assert.equal(withoutRandom(known.text), withoutRandom(unknown.text));
    },
    'a user can list their passkeys': async ({ api, user }) => {
      const { token } = await api.signIn(user);
      const answer = await api.call('listPasskeys', { token });
      expectStatus(answer, 200);
      expectBody(answer, passkeysResponse);
    },
  }),
];
