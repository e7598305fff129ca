import assert from 'node:assert/strict';
import { SESSION } from '../../contract/limits.ts';
import { captchaResponse, sessionResponse, tokenResponse } from '../../contract/schemas/index.ts';
import { group } from '../check.ts';
import { expectBody, expectCommonHeaders, expectStatus } from '../expect.ts';

const part = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());

export const success = group('success', ['user'], {
  'login answers a token, its lifetime and a note on the cookie': async ({ api, user }) => {
    const { answer } = await api.signIn(user);
    expectStatus(answer, 200);
    expectBody(answer, tokenResponse);
    expectCommonHeaders(answer);
  },
  'the token is a JWT for 15 days with a kid': async ({ api, user, es256 }) => {
    const { token } = await api.signIn(user);
    const header = part(token, 0);
    assert.deepEqual(
      { alg: header.alg, typ: header.typ, kid: typeof header.kid },
      { alg: es256 ? 'ES256' : 'HS256', typ: 'JWT', kid: 'string' },
    );
    const claims = part(token, 1);
    assert.equal(claims.exp - claims.iat, SESSION.jwtLifetime);
    for (const name of ['iss', 'aud', 'sub', 'sid']) assert.ok(claims[name], `claim ${name}`);
  },
  'the cookie is httpOnly, strict, for the whole site and for the session’s life': async ({
    api,
    user,
  }) => {
    const { answer } = await api.signIn(user);
    const attributes = (answer.cookie?.line ?? '')
      .split(';')
      .slice(1)
      .map((attribute) => attribute.trim());
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/']) {
      assert.ok(attributes.includes(attribute), attribute);
    }
    assert.equal(
      attributes.includes('Secure'),
      api.origin.startsWith('https:'),
      'Secure exactly on https',
    );
    assert.ok(!attributes.some((attribute) => /^domain=/i.test(attribute)), 'no Domain');
    const maxAge = Number(
      attributes.find((attribute) => attribute.startsWith('Max-Age='))?.slice('Max-Age='.length),
    );
    assert.ok(maxAge > 0 && maxAge <= SESSION.lifetime, `Max-Age ${maxAge}`);
  },
  'the body is JSON whatever its Content-Type': async ({ api, user }) => {
    for (const type of [
      'text/plain;charset=UTF-8',
      'application/x-www-form-urlencoded',
      'application/json',
    ]) {
      await api.signIn(user, { headers: { 'Content-Type': type } });
    }
  },
  'every success has an X-Request-Id and must not be stored': async ({ api, user }) => {
    const { token, cookie } = await api.signIn(user);
    const answers = {
      session: await api.call('session', { token }),
      refresh: await api.call('refresh', { cookie }),
      captcha: await api.getCaptcha(),
      logout: await api.call('logout', { token }),
    };
    for (const [route, answer] of Object.entries(answers)) {
      assert.ok(answer.status < 300, `${route} answered ${answer.status}`);
      expectCommonHeaders(answer);
    }
  },
  'the session names the user and its times': async ({ api, user }) => {
    const { token } = await api.signIn(user);
    const answer = await api.call('session', { token });
    expectStatus(answer, 200);
    const { session } = expectBody(answer, sessionResponse);
    assert.equal(
      Date.parse(session.expires_at) - Date.parse(session.issued_at),
      SESSION.lifetime * 1_000,
    );
    assert.equal(session.authenticated_at, session.issued_at);
    assert.ok(session.amr.includes('pwd'));
  },
  'logout answers 204 and clears the cookie, also when repeated': async ({ api, user }) => {
    const { cookie } = await api.signIn(user);
    for (const _ of [1, 2]) {
      const answer = await api.call('logout', { cookie });
      expectStatus(answer, 204);
      assert.equal(answer.text, '');
      assert.match(answer.cookie?.line ?? '', /Max-Age=0/);
    }
  },
});

export const anonymousSuccess = group('success', [], {
  'a logout without credentials succeeds': async ({ api }) =>
    expectStatus(await api.call('logout'), 204),
  'a logout with a forged cookie succeeds': async ({ api }) =>
    expectStatus(await api.call('logout', { cookie: 'forged' }), 204),
  'the CAPTCHA route answers a signed challenge': async ({ api }) => {
    const answer = await api.getCaptcha();
    expectStatus(answer, 200);
    expectBody(answer, captchaResponse);
  },
});
