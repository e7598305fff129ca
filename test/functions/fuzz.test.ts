/** Sends arbitrary events to every handler. The contract must declare every response. */

import { expect, test } from '@jest/globals';
import type {
  APIGatewayProxyEvent,
  APIGatewayProxyResult,
  APIGatewayRequestAuthorizerEvent,
} from 'aws-lambda';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { buildEnvelopeHeaders } from '../../contract/envelope.ts';
import {
  COMMON_CODES,
  cacheControlOf,
  ROUTE_NAMES,
  type RouteName,
  routeOf,
} from '../../contract/routes/index.ts';
import { errorEnvelope } from '../../contract/schemas/index.ts';
import { altchaCaptchas } from '../../functions/adapters/altcha.ts';
import { jwks } from '../../functions/core/keys/jwks.ts';
import { captcha } from '../../functions/core/login/captcha.ts';
import { createAuthorizer } from '../../functions/http/authorizer.ts';
import { accountHandlersOf, accountWorld, PASSWORD } from '../support/account-world.ts';
import { headerIn } from '../support/answer.ts';
import { CLIENT_ID, CLIENT_SECRET } from '../support/cognito.ts';
import { createEndpoint } from '../support/endpoint.ts';
import { lambdaContext, restEvent } from '../support/event.ts';
import { handlersOf, SETTINGS } from '../support/handlers.ts';
import { issueChallenge } from '../support/issued-challenge.ts';
import { mailDoorWorld } from '../support/mail-door-world.ts';
import { passkeyHandlersOf } from '../support/passkey-handlers.ts';
import { signedIn } from '../support/world.ts';

const ports = accountWorld();
const { refreshToken, jwt } = await signedIn(ports);
const challenges = altchaCaptchas({ keys: ports.keys, clock: ports.clock });
const pending = await issueChallenge(ports);
const { handlers: mailDoorHandlers } = await mailDoorWorld();
/** Cognito has no passkeys of the user, and accepts every one. */
const OUTPUTS: Readonly<Record<string, object>> = {
  InitiateAuthCommand: { AuthenticationResult: { AccessToken: 'access' } },
  StartWebAuthnRegistrationCommand: { CredentialCreationOptions: { challenge: 'Y2hhbGxlbmdl' } },
};
const cognito = {
  clientId: CLIENT_ID,
  clientSecret: async () => CLIENT_SECRET,
  client: { send: async (command: object) => OUTPUTS[command.constructor.name] ?? {} } as never,
};
const handlers = {
  ...mailDoorHandlers,
  ...passkeyHandlersOf(ports, cognito, 'pool'),
  ...handlersOf(ports),
  ...accountHandlersOf(ports),
  captcha: createEndpoint('captcha', captcha, { captchas: challenges }, SETTINGS),
  jwks: createEndpoint('jwks', jwks, { keys: { all: async () => [] } }, SETTINGS),
};

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('', 'null', '\uFEFF', '\uD800', '__proto__', 'é'.repeat(5_000)),
);
/** A valid value, or one with text inserted. This finds more than random text alone. */
const almost = (good: string) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(good) },
    fc
      .tuple(fc.nat(good.length), text)
      .map(([at, junk]) => good.slice(0, at) + junk + good.slice(at)),
  );

const answer = fc.record(
  {
    challenge_token: fc.oneof(text, almost('a'.repeat(86))),
    code: fc.oneof(text, almost('123456')),
    new_password: text,
    answer: text,
    attributes: fc.anything(),
  },
  { requiredKeys: [] },
);
const credentials = fc.record(
  {
    username: fc.oneof(text, fc.anything()),
    password: fc.oneof(text, fc.anything()),
    captcha: fc.anything(),
    code: fc.oneof(text, almost('1234567KQ2M8XD'), fc.anything()),
    attributes: fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.anything())),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  text,
  fc.constantFrom(null, undefined),
  fc.json(),
  credentials.map((value) => String(JSON.stringify(value))),
  answer.map((value) => String(JSON.stringify(value))),
  fc.constant(JSON.stringify({ challenge_token: pending.token, code: '123456' })),
  almost('{"username":"test@example.com","password":"ValidPass123!"}'),
  almost(JSON.stringify({ password: PASSWORD, attributes: { name: 'Jane' }, code: '123456' })),
  almost(JSON.stringify({ current_password: PASSWORD, new_password: 'plum-orbit-canyon-42' })),
  almost('{"email":"new@example.com"}'),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  fc.constant('{"username":"'.padEnd(1_000_000, 'x')),
);
const names = fc.constantFrom(
  'Authorization',
  'authorization',
  'Cookie',
  'cookie',
  'COOKIE',
  'Origin',
  'origin',
  'Sec-Fetch-Site',
  'Content-Type',
  'User-Agent',
  'X-Forwarded-For',
  '__proto__',
  'constructor',
);
const value = fc.oneof(
  text,
  almost(`Bearer ${jwt}`),
  almost(`__Host-refresh_token=${refreshToken}`),
  almost(pending.cookie),
  fc.constantFrom(
    'null',
    'same-site',
    'cross-site',
    'same-origin',
    'https://auth.example.com',
    'text/plain',
  ),
);
const absent = fc.constantFrom(null, undefined);
const event = fc.record({
  body,
  isBase64Encoded: fc.oneof(fc.boolean(), absent),
  headers: fc.oneof(fc.dictionary(fc.oneof(names, text), value), absent),
  multiValueHeaders: fc.oneof(
    fc.dictionary(fc.oneof(names, text), fc.oneof(fc.array(value), absent)),
    absent,
  ),
  requestContext: fc.oneof(
    absent,
    fc.constant({}),
    fc.record({
      extendedRequestId: fc.oneof(fc.string(), absent),
      requestId: fc.oneof(fc.string(), absent),
      domainName: fc.oneof(text, absent),
      identity: fc.oneof(absent, fc.record({ sourceIp: fc.oneof(text, absent) })),
    }),
  ),
  pathParameters: fc.oneof(
    absent,
    fc.record({ id: fc.oneof(text, almost('session-1'), fc.anything()) }),
  ),
  httpMethod: text,
  path: text,
});

function expectDeclaredResponse(name: RouteName, response: APIGatewayProxyResult): void {
  const { success, codes } = routeOf(name);
  expect(headerIn(response, 'x-request-id')).not.toBe('');
  expect(headerIn(response, 'cache-control')).toBe(
    response.statusCode < 400 ? cacheControlOf(routeOf(name)) : 'no-store',
  );
  if (response.statusCode === success.status) {
    if ('body' in success) z.parse(success.body, JSON.parse(response.body));
    else expect(response.body).toBe('');
    return;
  }
  const { error } = z.parse(errorEnvelope, JSON.parse(response.body));
  expect(error.status).toBe(response.statusCode);
  expect([...codes, ...COMMON_CODES]).toContain(error.code);
  expect(error.code).not.toBe('INTERNAL_ERROR'); // No request may cause an internal error.
  for (const [header, expected] of Object.entries(
    buildEnvelopeHeaders({ error } as Parameters<typeof buildEnvelopeHeaders>[0]),
  )) {
    expect(headerIn(response, header)).toBe(expected);
  }
  if (error.status >= 500) expect(error.details.request_id).toBeTruthy();
}

test.each(ROUTE_NAMES)('%s returns a declared response for any event', async (name) => {
  await fc.assert(
    fc.asyncProperty(event, async (any) => {
      const full = { ...restEvent(name), ...any } as unknown as APIGatewayProxyEvent;
      expectDeclaredResponse(name, await handlers[name](full, lambdaContext()));
    }),
    { numRuns: 400 },
  );
});

test('the authorizer returns a policy for any event', async () => {
  const authorize = createAuthorizer(ports);
  await fc.assert(
    fc.asyncProperty(event, async (any) => {
      const full = {
        ...any,
        methodArn: 'arn:aws:execute-api:eu-west-1:1:api/prod/GET/x',
      } as unknown as APIGatewayRequestAuthorizerEvent;
      const { policyDocument, context } = await authorize(full);
      expect(['Allow', 'Deny']).toContain(
        (policyDocument.Statement[0] as { Effect: string }).Effect,
      );
      for (const value of Object.values(context ?? {})) expect(typeof value).toBe('string');
    }),
    { numRuns: 400 },
  );
});
