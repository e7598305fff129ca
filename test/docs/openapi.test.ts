import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { buildEnvelopeHeaders } from '../../contract/envelope.ts';
import { errorRow } from '../../contract/errors/index.ts';
import { ROUTE_NAMES, ROUTES } from '../../contract/routes/index.ts';
import { examplesOn } from '../../docs/generate/examples.ts';
import { codesOn } from '../../docs/generate/reach.ts';
import { validateResponse } from './openapi-validator.ts';

const root = new URL('../../', import.meta.url).pathname;

test('openapi.json passes the rules of Redocly', async () => {
  const lint = [
    'node_modules/@redocly/cli/bin/cli.js',
    'lint',
    '--config',
    'docs/redocly.yaml',
    'docs/public/openapi.json',
  ];
  const offline = {
    ...process.env,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    NODE_OPTIONS: '',
  };
  const { stderr } = await promisify(execFile)(process.execPath, lint, { cwd: root, env: offline });
  expect(stderr).toContain('Your API description is valid');
});

describe('the validator', () => {
  const headers = { 'x-request-id': 'JJOLNHHEoAMF1Ig=', 'cache-control': 'no-store' };
  const cookie = { 'set-cookie': ['refresh_token=a; HttpOnly'] };
  const token = { token: 'a.b.c', expiresIn: 1_296_000, refreshToken: 'Set in httpOnly cookie' };

  test.each(
    ROUTE_NAMES.flatMap((route) =>
      codesOn(ROUTES[route]).flatMap((code) =>
        examplesOn(route, ROUTES[route], code).map((example) => ({ ...example, route })),
      ),
    ),
  )('$route: accepts $name', ({ route, code, envelope }) => {
    const cleared = errorRow(code).clearsCookie ? cookie : {};
    expect(
      validateResponse(
        route,
        envelope.error.status,
        { ...headers, ...buildEnvelopeHeaders(envelope), ...cleared },
        envelope,
      ),
    ).toEqual([]);
  });

  test('accepts successes, as values or as text', () => {
    expect(
      validateResponse('login', 200, { ...headers, ...cookie }, JSON.stringify(token)),
    ).toEqual([]);
    expect(validateResponse('logout', 204, { ...headers, ...cookie }, '')).toEqual([]);
  });

  test('lists what is missing or wrong', () => {
    const [example] = examplesOn('login', ROUTES.login, 'INVALID_CREDENTIALS');
    expect(validateResponse('login', 418, headers, {})).toEqual([
      'login answered 418, which openapi.json does not declare',
    ]);
    expect(validateResponse('login', 200, headers, { ...token, expiresIn: 1 })).toEqual([
      'login 200: header Set-Cookie is missing',
      'login 200: body/expiresIn must be equal to constant',
    ]);
    expect(
      validateResponse(
        'session',
        401,
        { ...headers, 'WWW-Authenticate': 'Bearer' },
        example?.envelope,
      ),
    ).toEqual(['session 401: body/error/code must be equal to one of the allowed values']);
    expect(
      validateResponse('logout', 204, { ...headers, ...cookie, 'cache-control': 'public' }, 'x'),
    ).toEqual([
      'logout 204: header Cache-Control data must be equal to constant',
      'logout 204: body must be empty',
    ]);
  });
});
