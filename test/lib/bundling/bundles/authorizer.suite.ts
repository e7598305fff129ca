import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import {
  type AuthorizerContext,
  gatewayResponse,
  renderGatewayResponse,
} from '../../../../contract/gateway.ts';
import { SESSION } from '../../../../contract/limits.ts';
import { errorEnvelope } from '../../../../contract/schemas/index.ts';
import type { Answers } from '../../../support/fake-aws.ts';
import { createEvent, type Deployment } from './invoke.ts';
import { SECRETS, SESSION_ROW, signToken } from './session.ts';

const METHOD_ARN = 'arn:aws:execute-api:eu-west-1:123456789012:api/api/GET/orders';

/** Renders the response that API Gateway sends to the client for a Deny. */
function renderDenied(result: unknown) {
  const { policyDocument, context: authorizer } = result as {
    policyDocument: { Statement: [{ Effect: string }] };
    context: AuthorizerContext;
  };
  expect(policyDocument.Statement[0].Effect).toBe('Deny');
  const { body } = renderGatewayResponse(gatewayResponse('ACCESS_DENIED'), {
    extendedRequestId: 'id',
    authorizer,
  });
  return z.parse(errorEnvelope, JSON.parse(body)).error;
}

export function authorizerSuite({ aws, bundles, invoke }: Deployment): void {
  const authorize = (token?: string) =>
    invoke('authorizer', {
      type: 'REQUEST',
      methodArn: METHOD_ARN,
      ...createEvent('session', token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    });
  const stored: Answers = { ...SECRETS, ...SESSION_ROW };

  test('allows the whole stage to a valid session', async () => {
    aws.answers = stored;
    const { result } = await authorize(await signToken(bundles, Date.now()));
    expect(result).toMatchObject({
      principalId: 'user',
      policyDocument: { Statement: [{ Effect: 'Allow', Resource: expect.stringMatching(/\*$/) }] },
    });
  });

  test('denies a missing, tampered, expired or revoked token, each with its reason', async () => {
    aws.answers = stored;
    const token = await signToken(bundles, Date.now());
    expect(renderDenied((await authorize()).result)).toMatchObject({ code: 'NOT_AUTHENTICATED' });
    const tampered = `${token.slice(0, -6)}${token.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`;
    expect(renderDenied((await authorize(tampered)).result)).toMatchObject({
      code: 'INVALID_TOKEN',
      message: 'Token signature verification failed',
    });
    const expired = await signToken(bundles, Date.now() - (SESSION.jwtLifetime + 60) * 1_000);
    expect(renderDenied((await authorize(expired)).result)).toMatchObject({
      code: 'TOKEN_EXPIRED',
      details: { action: 'refresh' },
    });
    aws.answers = { ...stored, GetItem: () => ({}) };
    expect(renderDenied((await authorize(token)).result)).toMatchObject({
      code: 'INVALID_TOKEN',
      details: { action: 'login' },
    });
  });

  test.each([
    ['the keys', SESSION_ROW],
    ['the session', SECRETS],
  ])('fails without a Deny if %s cannot be read', async (_, answers) => {
    aws.answers = answers;
    const { result, error } = await authorize(await signToken(bundles, Date.now()));
    expect(result).toBeUndefined();
    expect(error).toBeTruthy(); // API Gateway then responds with AUTHORIZER_FAILURE, a 500.
  });
}
