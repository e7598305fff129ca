/** An event of each route, the keyrings that its tokens are made of, and the answers of AWS. */

import type { APIGatewayProxyEvent } from 'aws-lambda';
import { cookieName } from '../contract/cookies.ts';
import { serialiseSession } from '../functions/adapters/dynamodb/session-row.ts';
import { serviceKeys, tokenKeys } from '../functions/adapters/secrets/keys.ts';
import { refreshTokens } from '../functions/core/sessions/refresh-token.ts';
import { sessionJwtSigner } from '../functions/core/sessions/session-jwt.ts';
import { signInOutput } from '../test/support/cognito.ts';
import { ACCOUNT_QUERY, restEvent } from '../test/support/event.ts';
import type { Answers } from '../test/support/fake-aws.ts';
import { keyEntry, keyringOf, keyringSecret } from '../test/support/keys.ts';
import { VARIABLES } from '../test/support/variables.ts';
import { USER } from '../test/support/world.ts';

const clock = Date.now;
const text = JSON.stringify(keyringOf(keyEntry('k1')));
const secret = keyringSecret(async () => text, clock);
const now = Math.floor(Date.now() / 1_000);
const session = {
  sub: USER.sub,
  sid: 'session-1',
  counter: 1,
  createdAt: now,
  startedAtMs: now * 1_000,
  expiresAt: now + 86_400,
  authenticatedAt: now,
  amr: ['pwd'] as const,
  validatedAt: now,
  rotatedAt: now,
  user: USER,
  device: undefined,
  client: undefined,
  network: 'network',
};

/** What a local AWS answers, so that each of the events below succeeds every time. */
export const ANSWERS: Answers = {
  GetSecretValue: ({ SecretId }) => ({
    SecretString: SecretId === 'client-secret' ? 'upstream-client-secret' : text,
  }),
  GetItem: ({ TableName }) => (TableName === 'sessions' ? { Item: serialiseSession(session) } : {}),
  UpdateItem: ({ TableName }) => ({
    Attributes:
      TableName === 'sessions'
        ? serialiseSession({ ...session, counter: 2 })
        : { count: { N: '1' } },
  }),
  BatchGetItem: () => ({ Responses: { attempts: [] } }),
  PutItem: () => ({}),
  DeleteItem: () => ({}),
  InitiateAuth: () => signInOutput(),
};

type Sample = 'login' | 'refresh' | 'session' | 'captcha' | 'authorizer';

export async function sampleEvents(): Promise<Record<Sample, APIGatewayProxyEvent>> {
  const jwt = await sessionJwtSigner({
    keys: tokenKeys({ secret, clock }),
    clock,
    issuer: VARIABLES.TOKEN_ISSUER,
    audience: VARIABLES.TOKEN_AUDIENCE,
  }).sign(session);
  const token = await refreshTokens(serviceKeys({ secret, clock })).mint(session);
  const body = JSON.stringify({ username: 'alice@example.com', password: 'correct horse' });
  const bearer = restEvent('session', { headers: { Authorization: `Bearer ${jwt}` } });
  return {
    login: restEvent('login', { body }),
    refresh: restEvent('refresh', { cookies: [`${cookieName('refresh', 'https')}=${token}`] }),
    session: bearer,
    captcha: restEvent('captcha', { query: ACCOUNT_QUERY }),
    authorizer: {
      ...bearer,
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:api/api/GET/orders',
    } as never,
  };
}
