import { expect, test } from '@jest/globals';
import { captcha } from '../../functions/core/login/captcha.ts';
import { session } from '../../functions/core/sessions/session.ts';
import type { HttpSettings } from '../../functions/http/endpoint.ts';
import { buildHandler } from '../../functions/wiring/http.ts';

const settings = {} as HttpSettings;

/** These calls must not compile. `tsc` fails if one of them compiles. */
const mustNotCompile = {
  'a function without the use case of one of its routes': () =>
    // @ts-expect-error The route `session` has no use case.
    buildHandler('session', {}, () => ({ ports: {} as never, settings })),
  'a use case without its ports': () =>
    // @ts-expect-error The ports lack `captchas`.
    buildHandler('captcha', { captcha }, () => ({ ports: {}, settings })),
  'a bearer route without the ports that authenticate its caller': () =>
    // @ts-expect-error The ports lack `sessions`, `jwts` and `clock`.
    buildHandler('session', { session }, () => ({ ports: {}, settings })),
};

test('buildHandler throws a TypeError if the environment is incomplete', () => {
  expect(mustNotCompile['a use case without its ports']).toThrow(TypeError);
});
