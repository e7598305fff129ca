import assert from 'node:assert/strict';
import { publicPath } from '../../contract/routes/index.ts';
import {
  type ListedSession,
  sessionResponse,
  sessionsResponse,
  tokenResponse,
} from '../../contract/schemas/index.ts';
import type { Api, ApiResponse } from '../api.ts';
import { group } from '../check.ts';
import { expectBody, expectError, expectStatus } from '../expect.ts';

/** Refreshes and returns the successor. */
async function refreshed(
  api: Api,
  cookie: string,
): Promise<{ answer: ApiResponse; token: string; cookie: string }> {
  const answer = await api.call('refresh', { cookie });
  expectStatus(answer, 200);
  assert.ok(answer.cookie, 'a refresh must set the cookie');
  return { answer, token: (answer.json as { token: string }).token, cookie: answer.cookie.value };
}

async function listOf(api: Api, token: string): Promise<ListedSession[]> {
  return expectBody(await api.call('listSessions', { token }), sessionsResponse).sessions;
}

/** Reads the ID of its session from a session JWT. */
const sidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid;

const pathOf = (token: string): string => publicPath('endSession').replace('{id}', sidOf(token));

export const sessions = group('sessions', ['user'], {
  'a refresh rotates the cookie and gives a token that works': async ({ api, user }) => {
    const { cookie } = await api.signIn(user);
    const next = await refreshed(api, cookie);
    assert.notEqual(next.cookie, cookie);
    expectStatus(await api.call('session', { token: next.token }), 200);
  },
  'a refresh goes on with the same session, and does not prolong it': async ({ api, user }) => {
    const { token, cookie } = await api.signIn(user);
    const next = await refreshed(api, cookie);
    const [before, after] = [
      await api.call('session', { token }),
      await api.call('session', { token: next.token }),
    ];
    assert.deepEqual(expectBody(after, sessionResponse), expectBody(before, sessionResponse));
  },
  'a forged cookie beside the genuine one is ignored': async ({ api, user }) => {
    const { cookie } = await api.signIn(user);
    const headers = { Cookie: `${api.cookieName}=forged; ${api.cookieName}=${cookie}` };
    expectStatus(await api.call('refresh', { headers }), 200);
  },
  'refreshes at once with one cookie get the same successor': async ({ api, user }) => {
    const { cookie } = await api.signIn(user);
    const all = await Promise.all([1, 2, 3, 4].map(() => refreshed(api, cookie)));
    assert.equal(new Set(all.map((one) => one.cookie)).size, 1);
  },
  'a retry after a lost answer gets the same successor': async ({ api, user }) => {
    const { cookie } = await api.signIn(user);
    const lost = await refreshed(api, cookie);
    assert.equal((await refreshed(api, cookie)).cookie, lost.cookie);
  },
  'an older generation ends the session at once': async ({ api, user }) => {
    const { cookie } = await api.signIn(user);
    const second = await refreshed(api, cookie);
    const third = await refreshed(api, second.cookie);
    expectError(await api.call('refresh', { cookie }), 'INVALID_REFRESH_TOKEN');
    expectError(await api.call('session', { token: third.token }), 'INVALID_TOKEN');
    expectError(await api.call('refresh', { cookie: third.cookie }), 'INVALID_REFRESH_TOKEN');
  },
  'after two refreshes with one cookie, the next keeps the cookie': async ({ api, user }) => {
    const { cookie } = await api.signIn(user);
    await refreshed(api, cookie);
    const next = await refreshed(api, cookie);
    const again = await api.call('refresh', { cookie: next.cookie });
    const { token } = expectBody(again, tokenResponse);
    assert.equal(again.cookie, undefined);
    expectStatus(await api.call('session', { token }), 200);
    assert.equal((await refreshed(api, cookie)).cookie, next.cookie);
  },
  'logout by cookie revokes token and cookie at once': async ({ api, user }) => {
    const { token, cookie } = await api.signIn(user);
    expectStatus(await api.call('logout', { cookie }), 204);
    assert.match(
      expectError(await api.call('session', { token }), 'INVALID_TOKEN').message,
      /ended/,
    );
    expectError(await api.call('refresh', { cookie }), 'INVALID_REFRESH_TOKEN');
  },
  'logout by Bearer token revokes them too': async ({ api, user }) => {
    const { token, cookie } = await api.signIn(user);
    expectStatus(await api.call('logout', { token }), 204);
    expectError(await api.call('refresh', { cookie }), 'INVALID_REFRESH_TOKEN');
  },
  'a login ends the session that its cookie named, and no other': async ({ api, user }) => {
    const other = await api.signIn(user);
    const previous = await api.signIn(user);
    await api.signIn(user, { cookie: previous.cookie });
    expectError(await api.call('session', { token: previous.token }), 'INVALID_TOKEN');
    expectStatus(await api.call('session', { token: other.token }), 200);
  },
  'the list has the session of the request and its others': async ({ api, user }) => {
    const [here, there] = [await api.signIn(user), await api.signIn(user)];
    const listed = await listOf(api, here.token);
    const current = listed.filter((session) => session.current);
    assert.deepEqual(
      current.map(({ id }) => id),
      [sidOf(here.token)],
    );
    assert.ok(listed.some(({ id, current: own }) => id === sidOf(there.token) && !own));
  },
  'a session that its user ends is refused at once, and no other': async ({ api, user }) => {
    const [here, there] = [await api.signIn(user), await api.signIn(user)];
    const end = () => api.send('DELETE', pathOf(there.token), { token: here.token });
    expectStatus(await end(), 204);
    expectError(await api.call('session', { token: there.token }), 'INVALID_TOKEN');
    expectError(await api.call('refresh', { cookie: there.cookie }), 'INVALID_REFRESH_TOKEN');
    expectStatus(await api.call('session', { token: here.token }), 200);
    expectStatus(await end(), 204);
  },
  'a session ID that is malformed is BAD_REQUEST and names id': async ({ api, user }) => {
    const { token } = await api.signIn(user);
    const path = publicPath('endSession').replace('{id}', 'a.b');
    assert.equal(
      expectError(await api.send('DELETE', path, { token }), 'BAD_REQUEST').details.field,
      'id',
    );
  },
  'ending all other sessions leaves the one of the request': async ({ api, user }) => {
    const [here, there] = [await api.signIn(user), await api.signIn(user)];
    expectStatus(await api.call('endOtherSessions', { token: here.token }), 204);
    expectError(await api.call('session', { token: there.token }), 'INVALID_TOKEN');
    assert.equal((await listOf(api, here.token)).length, 1);
  },
  'the cookie alone names the session, and is neither rotated nor cleared': async ({
    api,
    user,
  }) => {
    const { token, cookie } = await api.signIn(user);
    const answer = await api.call('session', { cookie });
    assert.equal(expectBody(answer, sessionResponse).session.id, sidOf(token));
    assert.equal(answer.cookie, undefined);
    const next = await refreshed(api, cookie);
    expectStatus(await api.call('session', { cookie }), 200);
    const last = await refreshed(api, next.cookie);
    const refused = await api.call('session', { cookie });
    expectError(refused, 'INVALID_TOKEN');
    assert.equal(refused.cookie, undefined);
    expectStatus(await api.call('session', { token: last.token }), 200);
  },
  'a changed refresh token is refused, and the session goes on': async ({ api, user }) => {
    const { cookie } = await api.signIn(user);
    const changed = cookie.replace(/\.(\d+)\./, (_, counter: string) => `.${Number(counter) + 1}.`);
    expectError(await api.call('refresh', { cookie: changed }), 'INVALID_REFRESH_TOKEN');
    await refreshed(api, cookie);
  },
});
