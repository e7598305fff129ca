import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { errorIn } from '../../support/answer.ts';
import { BLANKS } from '../../support/blanks.ts';
import { lambdaContext, type RequestOptions, restEvent } from '../../support/event.ts';
import { handlersOf } from '../../support/handlers.ts';
import { signedIn, world } from '../../support/world.ts';

/** Returns handlers, and the port methods that they call. */
function createWatchedHandlers() {
  const called: string[] = [];
  const watch = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get(target, member, receiver) {
        if (typeof Reflect.get(target, member, receiver) === 'function') {
          called.push(`${name}.${String(member)}`);
        }
        return Reflect.get(target, member, receiver);
      },
    });
  const ports = world();
  const { identity, sessions, attempts, keys } = ports;
  return {
    called,
    handlers: handlersOf({
      ...ports,
      identity: watch('identity', identity),
      sessions: watch('sessions', sessions),
      attempts: watch('attempts', attempts),
      keys: watch('keys', keys),
    }),
  };
}

const json = (value: unknown): RequestOptions => ({ body: JSON.stringify(value) });
const base64 = (bytes: Uint8Array): RequestOptions => ({
  body: Buffer.from(bytes).toString('base64'),
  base64: true,
});
const good = { username: 'test@example.com', password: 'ValidPass123!' };

describe('a malformed login returns BAD_REQUEST with the field and the issue', () => {
  const cases: Record<string, [RequestOptions, field: string, issue: string]> = {
    'no body': [{ body: null }, 'body', 'is required'],
    'an empty body': [{ body: '' }, 'body', 'is required'],
    'malformed JSON': [
      { body: '{"username": "test@example.com", "password": "ValidPass123!"' },
      'body',
      'must be valid JSON',
    ],
    'a form': [
      { body: 'username=test%40example.com&password=ValidPass123%21' },
      'body',
      'must be valid JSON',
    ],
    'a list': [json([good]), 'body', 'must be a JSON object'],
    null: [json(null), 'body', 'must be a JSON object'],
    'a text': [json('test'), 'body', 'must be a JSON object'],
    'a number': [json(5), 'body', 'must be a JSON object'],
    'an empty object': [json({}), 'username', 'is required'],
    'no username': [json({ password: good.password }), 'username', 'is required'],
    'no password': [json({ username: good.username }), 'password', 'is required'],
    'an empty username': [json({ ...good, username: '' }), 'username', 'must not be empty'],
    'an empty password': [json({ ...good, password: '' }), 'password', 'must not be empty'],
    'a username that is null': [json({ ...good, username: null }), 'username', 'must be a string'],
    'a username that is a number': [json({ ...good, username: 5 }), 'username', 'must be a string'],
    'a password that is a list': [
      json({ ...good, password: ['a'] }),
      'password',
      'must be a string',
    ],
    'a password that is an object': [
      json({ ...good, password: { $ne: '' } }),
      'password',
      'must be a string',
    ],
    'an over-long username': [
      json({ ...good, username: 'u'.repeat(129) }),
      'username',
      'must be at most 128 characters',
    ],
    'an over-long password': [
      json({ ...good, password: 'p'.repeat(257) }),
      'password',
      'must be at most 256 characters',
    ],
    'an over-long captcha': [
      json({ ...good, captcha: 'c'.repeat(4097) }),
      'captcha',
      'must be at most 4096 characters',
    ],
    'a captcha that is null': [json({ ...good, captcha: null }), 'captcha', 'must be a string'],
    'a username with a space': [
      json({ ...good, username: 'a b' }),
      'username',
      'must not contain spaces or control characters',
    ],
    'a username with a NUL': [
      json({ ...good, username: 'a\u0000b' }),
      'username',
      'must not contain spaces or control characters',
    ],
    'a username with a line break': [
      json({ ...good, username: 'a\nb' }),
      'username',
      'must not contain spaces or control characters',
    ],
    'a username with a right-to-left override': [
      json({ ...good, username: 'a\u202Eb' }),
      'username',
      'must not contain spaces or control characters',
    ],
    'a lone surrogate in the username': [
      { body: '{"username":"a\\ud800","password":"p"}' },
      'username',
      'must be well-formed Unicode',
    ],
    'a lone surrogate in the password': [
      { body: '{"username":"a","password":"\\udc00"}' },
      'password',
      'must be well-formed Unicode',
    ],
    'fields on the prototype only': [
      { body: '{"__proto__":{"username":"a","password":"b"}}' },
      'username',
      'is required',
    ],
    'fields of a constructor': [
      { body: '{"constructor":{"prototype":{"username":"a"}},"password":"b"}' },
      'username',
      'is required',
    ],
    'invalid UTF-8': [
      base64(Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d)),
      'body',
      'must be UTF-8',
    ],
    'a truncated UTF-8 sequence': [
      base64(Uint8Array.of(0x22, 0xe2, 0x82)),
      'body',
      'must be UTF-8',
    ],
    'base64 of an empty body': [{ body: '', base64: true }, 'body', 'is required'],
    'malformed base64': [{ body: '!!!!', base64: true }, 'body', 'must be valid JSON'],
    'UTF-16': [base64(Buffer.from(JSON.stringify(good), 'utf16le')), 'body', 'must be valid JSON'],
    'two different Authorization headers': [
      { ...json(good), headers: { Authorization: ['Bearer a', 'Bearer b'] } },
      'authorization',
      'was sent more than once',
    ],
    'two different Origin headers': [
      { ...json(good), headers: { Origin: ['https://a.example', 'https://b.example'] } },
      'origin',
      'was sent more than once',
    ],
  };
  test.each(Object.entries(cases))('%s', async (_, [request, field, issue]) => {
    const { handlers, called } = createWatchedHandlers();
    const error = errorIn(
      await handlers.login(restEvent('login', request), lambdaContext()),
      'BAD_REQUEST',
    );
    expect(error.details).toEqual({ field, issue, action: 'fix_request' });
    expect(error.message).toBe(`${field} ${issue}`);
    expect(called).toEqual([]);
  });
});

describe('a body that is too large returns PAYLOAD_TOO_LARGE before it is parsed', () => {
  const cases: Record<string, RequestOptions> = {
    'a byte too many': { body: 'x'.repeat(8_193) },
    'too many bytes in few characters': { body: '€'.repeat(2_731) },
    'a megabyte of JSON': json({ ...good, password: 'p'.repeat(1_048_576) }),
    'a megabyte in base64': base64(Buffer.alloc(1_048_576, 'x')),
  };
  test.each(Object.entries(cases))('%s', async (_, request) => {
    const { handlers, called } = createWatchedHandlers();
    for (const name of ['login', 'refresh', 'logout', 'session'] as const) {
      const { details } = errorIn(
        await handlers[name](restEvent(name, request), lambdaContext()),
        'PAYLOAD_TOO_LARGE',
      );
      expect(details).toEqual({
        field: 'body',
        issue: 'is too large',
        limit_bytes: 8_192,
        action: 'fix_request',
      });
    }
    expect(called).toEqual([]);
  });
  test('a body of the maximum size is accepted', async () => {
    const { handlers } = createWatchedHandlers();
    const body = JSON.stringify(good).padEnd(8_192);
    expect(await handlers.login(restEvent('login', { body }), lambdaContext())).toMatchObject({
      statusCode: 200,
    });
  });
});

describe('a valid body is accepted', () => {
  const text = JSON.stringify(good);
  const cases: Record<string, RequestOptions> = {
    'without a content type': { body: text },
    'as text/plain, as browsers send a string': {
      body: text,
      headers: { 'Content-Type': 'text/plain;charset=UTF-8' },
    },
    'as a form, as curl -d sends it': {
      body: text,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    },
    'in base64': base64(Buffer.from(text)),
    'with a byte order mark': { body: `\uFEFF${text}` },
    'with a byte order mark in base64': base64(Buffer.from(`\uFEFF${text}`)),
    'with white space around it': { body: `\r\n ${text}\t` },
    'with unknown fields': json({ ...good, __proto__x: 1, remember: true }),
    'with a name in another script': json({ ...good, username: 'ユーザー@例え.jp' }),
    'with a password of spaces and control characters': json({ ...good, password: ' \u0007 💣 ' }),
    'with the same header twice': {
      body: text,
      headers: { Authorization: ['Bearer a', 'Bearer a'] },
    },
  };
  test.each(Object.entries(cases))('%s', async (_, request) => {
    expect(
      await handlersOf(world()).login(restEvent('login', request), lambdaContext()),
    ).toMatchObject({ statusCode: 200 });
  });
});

describe('the refresh cookie', () => {
  const forged = ['__Host-refresh_token=a', '__Host-refresh_token=b'];
  const sendRefresh = async (request: RequestOptions) => {
    const { handlers, called } = createWatchedHandlers();
    const response = await handlers.refresh(restEvent('refresh', request), lambdaContext());
    expect(called).toEqual([]);
    return response;
  };
  test.each([
    ['no cookie', {}],
    ['another cookie', { cookies: ['other=1', 'x__Host-refresh_token=1', 'refresh_token=1'] }],
    ['an unreadable header', { headers: { Cookie: ';;;===;' } }],
  ])('returns BAD_REQUEST and names the cookie: %s', async (_, request) => {
    const error = errorIn(await sendRefresh(request), 'BAD_REQUEST');
    expect(error.message).toBe('No refresh token available');
    expect(error.details).toEqual({
      field: 'refresh_token',
      issue: 'Cookie not found in request',
      action: 'login',
    });
  });
  test('returns BAD_REQUEST for two genuine tokens, in one header or in two', async () => {
    const ports = world();
    const two = [await signedIn(ports), await signedIn(ports, { sid: 'session-2' })];
    const cookies = two.map(({ refreshToken }) => `__Host-refresh_token=${refreshToken}`);
    for (const request of [{ cookies }, { headers: { Cookie: cookies } }]) {
      const response = await handlersOf(ports).refresh(
        restEvent('refresh', request),
        lambdaContext(),
      );
      expect(errorIn(response, 'BAD_REQUEST').details).toEqual({
        field: 'refresh_token',
        issue: 'was sent more than once',
        action: 'fix_request',
      });
    }
  });
  test('is INVALID_REFRESH_TOKEN if all of several values are forged', async () => {
    errorIn(await sendRefresh({ cookies: forged }), 'INVALID_REFRESH_TOKEN');
  });
  // A sibling subdomain can set these, because their name does not start with `__Host-`.
  describe.each(
    BLANKS.flatMap((blank): [string, string][] => [
      [`U+${blank.charCodeAt(0).toString(16)} as UTF-8`, blank],
      [`U+${blank.charCodeAt(0).toString(16)} as latin-1`, Buffer.from(blank).toString('latin1')],
    ]),
  )('planted with a prefix: %s', (_, blank) => {
    test('does not replace or shadow the genuine cookie', async () => {
      const ports = world();
      const victim = await signedIn(ports);
      const attacker = await signedIn(ports, { sid: 'session-2' });
      const cookies = [
        `${blank}__Host-refresh_token=${attacker.refreshToken}`,
        `__Host-refresh_token=${victim.refreshToken}`,
      ];
      const handlers = handlersOf(ports);
      const refreshed = await handlers.refresh(restEvent('refresh', { cookies }), lambdaContext());
      expect(refreshed.statusCode).toBe(200);
      const { sid } = await ports.jwts.verify(JSON.parse(refreshed.body).token);
      expect(sid).toBe(victim.session.sid);
      expect(
        await handlers.logout(restEvent('logout', { cookies }), lambdaContext()),
      ).toMatchObject({ statusCode: 204 });
      expect(ports.sessions.rows().map((row) => row.sid)).toEqual([attacker.session.sid]);
    });
    test('is not a refresh token alone', async () => {
      const ports = world();
      const { refreshToken } = await signedIn(ports);
      const response = await handlersOf(ports).refresh(
        restEvent('refresh', { cookies: [`${blank}__Host-refresh_token=${refreshToken}`] }),
        lambdaContext(),
      );
      errorIn(response, 'BAD_REQUEST');
    });
  });
  test('a raw 0xA0 read as latin-1 before the name is not stripped either', async () => {
    const response = await sendRefresh({
      cookies: [`${Buffer.from([0xa0]).toString('latin1')}__Host-refresh_token=x`],
    });
    errorIn(response, 'BAD_REQUEST');
  });
  test('may be repeated with the same value', async () => {
    const response = await sendRefresh({
      cookies: ['__Host-refresh_token=a', '__Host-refresh_token=a'],
    });
    errorIn(response, 'INVALID_REFRESH_TOKEN');
  });
});

test('an event without headers, body and context gets an envelope', async () => {
  const { handlers } = createWatchedHandlers();
  const bare = {} as APIGatewayProxyEvent;
  errorIn(await handlers.login(bare, lambdaContext()), 'BAD_REQUEST');
  errorIn(await handlers.refresh(bare, lambdaContext()), 'BAD_REQUEST');
  errorIn(
    await handlers.session(
      { ...bare, headers: null, multiValueHeaders: null } as unknown as APIGatewayProxyEvent,
      lambdaContext(),
    ),
    'NOT_AUTHENTICATED',
  );
  expect(await handlers.logout(bare, lambdaContext())).toMatchObject({ statusCode: 204 });
});
