import { expect, test } from '@jest/globals';
import { type RouteName, routeOf } from '../../../contract/routes/index.ts';
import type { Handler } from '../../../functions/http/endpoint.ts';
import { createRouter } from '../../../functions/http/router.ts';
import { lambdaContext, restEvent } from '../../support/event.ts';

const respondWith =
  (body: string): Handler =>
  async () => ({ statusCode: 200, body });
const served = (name: RouteName) => ({ route: routeOf(name), handler: respondWith(name) });
const router = createRouter([served('session'), served('captcha')]);

test.each(['session', 'captcha'] as const)('%s reaches its handler', async (name) => {
  expect(await router(restEvent(name), lambdaContext())).toMatchObject({ body: name });
});

test.each([
  ['another route', restEvent('login')],
  ['another method', { ...restEvent('session'), httpMethod: 'POST' }],
])('throws for %s', async (_, event) => {
  await expect(router(event, lambdaContext())).rejects.toThrow('this function does not serve POST');
});
