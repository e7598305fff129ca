import { describe, expect, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { gatewayResponse, renderGatewayResponse } from '../../../contract/gateway.ts';
import { errorEnvelope } from '../../../contract/schemas/index.ts';
import { AuthError } from '../../../functions/core/error.ts';
import { createAuthorizer } from '../../../functions/http/authorizer.ts';
import { errorIn, headerIn } from '../../support/answer.ts';
import { lambdaContext, restEvent } from '../../support/event.ts';
import { catchFailure } from '../../support/failure.ts';
import { handlersOf } from '../../support/handlers.ts';
import { sessionJwts } from '../../support/session-jwts.ts';
import { signedIn, USER, world } from '../../support/world.ts';

const METHOD_ARN = 'arn:aws:execute-api:eu-west-1:111122223333:api-id/prod/GET/orders/1';
const createEvent = (headers: Record<string, string | string[]>) =>
  ({
    ...restEvent('session', { headers }),
    type: 'REQUEST',
    methodArn: METHOD_ARN,
  }) as unknown as APIGatewayRequestAuthorizerEvent;

const ports = world();
const authorize = createAuthorizer(ports);
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

test('a live session is allowed for the whole stage, with the user in the context', async () => {
  const { jwt } = await signedIn(ports);
  await expect(authorize(createEvent(bearer(jwt)))).resolves.toEqual({
    principalId: USER.sub,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: 'Allow',
          Resource: 'arn:aws:execute-api:eu-west-1:111122223333:api-id/prod/*',
        },
      ],
    },
    context: {
      sub: USER.sub,
      sid: 'session-1',
      username: USER.username,
      email: USER.email,
      groups: '["staff"]',
      authenticated_at: '2026-03-01T12:00:00.000Z',
      amr: '["pwd"]',
    },
  });
});

test('the context says when and how the user gave the last proof, not when the request came', async () => {
  const { jwt } = await signedIn(ports, { amr: ['pwd', 'otp', 'mfa'] });
  ports.clock.advance(3_600);
  const { context } = await authorize(createEvent(bearer(jwt)));
  expect(context).toMatchObject({
    authenticated_at: '2026-03-01T12:00:00.000Z',
    amr: '["pwd","otp","mfa"]',
  });
});

test('the context contains no null, which the gateway does not support', async () => {
  const { jwt } = await signedIn(ports, { sid: 'no-mail', user: { ...USER, email: null } });
  const { context } = await authorize(createEvent(bearer(jwt)));
  expect(context).toMatchObject({ email: '' });
});

describe('a denial', () => {
  const denied = {
    'no header': async () => ({}),
    'a header that is not Bearer': async () => ({ Authorization: 'Basic dGVzdA==' }),
    'a malformed token': async () => bearer('garbage'),
    'a tampered token': async () =>
      bearer((await signedIn(ports)).jwt.replace(/[^.]+$/, 'A'.repeat(43))),
    'a token for another service': async () => bearer(await signElsewhere()),
    'a session that has ended': async () => {
      const { session, jwt } = await signedIn(ports, { sid: 'ended' });
      await ports.sessions.end(session);
      return bearer(jwt);
    },
  };
  test.each(Object.entries(denied))(
    'for %s gives the same envelope through the gateway as the session route',
    async (_, headersOf) => {
      const headers = await headersOf();
      const { policyDocument, context } = await authorize(createEvent(headers));
      expect(policyDocument.Statement).toMatchObject([{ Effect: 'Deny' }]);

      const denial = context as Parameters<typeof renderGatewayResponse>[1]['authorizer'];
      const rendered = renderGatewayResponse(gatewayResponse('ACCESS_DENIED'), {
        extendedRequestId: 'id',
        authorizer: denial,
      });
      const throughGateway = z.parse(errorEnvelope, JSON.parse(rendered.body)).error;
      const own = await handlersOf(ports).session(
        restEvent('session', { headers }),
        lambdaContext(),
      );
      const { details, ...error } = errorIn(own, throughGateway.code);
      expect(throughGateway).toMatchObject({ ...error, details });
      expect(rendered.status).toBe(401);
      expect(rendered.headers['WWW-Authenticate']).toBe(headerIn(own, 'www-authenticate'));
    },
  );

  // RFC 6750 section 3.1: a request without a credential gets no error code.
  test.each([
    ['without a credential', {}, 'Bearer realm="chordian-auth"'],
    [
      'with a scheme that is not supported',
      { Authorization: 'Basic dGVzdA==' },
      'Bearer realm="chordian-auth"',
    ],
    [
      'with an invalid token',
      bearer('garbage'),
      'Bearer realm="chordian-auth", error="invalid_token"',
    ],
  ])('of a request %s has the right challenge', async (_, headers, challenge) => {
    expect((await authorize(createEvent(headers))).context).toMatchObject({ challenge });
  });

  test('for an expired token is TOKEN_EXPIRED', async () => {
    const late = world();
    const { jwt } = await signedIn(late);
    late.clock.advance(16 * 86_400);
    const { context } = await createAuthorizer(late)(createEvent(bearer(jwt)));
    expect(context).toMatchObject({
      code: 'TOKEN_EXPIRED',
      action: 'refresh',
      anchor: 'token-expired',
    });
  });

  test('for two different headers is NOT_AUTHENTICATED', async () => {
    const { context } = await authorize(createEvent({ Authorization: ['Bearer a', 'Bearer b'] }));
    expect(context).toMatchObject({ code: 'NOT_AUTHENTICATED' });
  });
});

test.each([new AuthError('INTERNAL_ERROR'), new AuthError('SERVICE_UNAVAILABLE')])(
  'an internal failure (%s) is thrown, never denied',
  async (error) => {
    const broken = world();
    const { jwt } = await signedIn(broken);
    broken.sessions.find = async () => {
      throw error;
    };
    await expect(catchFailure(createAuthorizer(broken)(createEvent(bearer(jwt))))).resolves.toBe(
      error,
    );
  },
);

test('a bug is thrown, never denied', async () => {
  const broken = world();
  const { jwt } = await signedIn(broken);
  broken.sessions.find = async () => {
    throw new TypeError('bug');
  };
  await expect(createAuthorizer(broken)(createEvent(bearer(jwt)))).rejects.toThrow('bug');
});

function signElsewhere(): Promise<string> {
  const other = sessionJwts({
    keys: ports.keys,
    clock: ports.clock,
    issuer: 'https://elsewhere.example',
    audience: 'other',
  });
  return other.sign({ sub: USER.sub, sid: 'session-1', user: USER });
}
