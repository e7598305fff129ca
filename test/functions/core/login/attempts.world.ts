/**
 * The real login handler over a real store, with a fake upstream that records its calls and a clock
 * that only tests advance.
 */

import { randomBytes, randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { solveChallenge } from 'altcha-lib';
import { deriveKey as pbkdf2 } from 'altcha-lib/algorithms/pbkdf2';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Envelope } from '../../../../contract/envelope.ts';
import type { AuditEvent } from '../../../../contract/metrics.ts';
import type { CaptchaResponse } from '../../../../contract/schemas/index.ts';
import { altchaCaptchas } from '../../../../functions/adapters/altcha.ts';
import { dynamoAttempts } from '../../../../functions/adapters/dynamodb/attempts.ts';
import { dynamoSessions } from '../../../../functions/adapters/dynamodb/sessions.ts';
import { keyringKeys } from '../../../../functions/adapters/secrets/keys.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import type { AttemptStore } from '../../../../functions/core/login/attempt-store.ts';
import { attempts } from '../../../../functions/core/login/attempts.ts';
import { login } from '../../../../functions/core/login/login.ts';
import type { SignIn } from '../../../../functions/core/login/sign-in.ts';
import { refreshTokens } from '../../../../functions/core/sessions/refresh-token.ts';
import { sealer } from '../../../../functions/core/sessions/sealer.ts';
import { sessionJwts } from '../../../../functions/core/sessions/session-jwt.ts';
import { createEndpoint } from '../../../../functions/http/endpoint.ts';
import { createTable } from '../../../support/dynamodb.ts';

const PASSWORD = 'correct horse';
/**
 * Later than any real clock. The CAPTCHA library compares with the real time as well, and must not
 * find a challenge expired.
 */
export const START = Date.parse('2100-03-01T12:00:00Z');

export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
  error: Envelope['error'] | undefined;
}

export interface World {
  /** Milliseconds since the epoch. Tests change it. */
  time: number;
  /** Usernames that reached the upstream, in order. */
  asked: string[];
  events: { event: AuditEvent; fields: Record<string, unknown> }[];
  /** Failures that did not change the response. */
  reported: unknown[];
  /** By how many milliseconds a call of the upstream advances `time`. */
  upstreamTakes: number;
  /** Whether storing a wrong password fails. */
  failsToStore: boolean;
  /** If set, the upstream throws it. */
  fault: AuthError | undefined;
  login(guess: {
    username?: string;
    password?: string;
    captcha?: string;
    from?: string;
    headers?: Record<string, string>;
  }): Promise<Answer>;
  solve(): Promise<string>;
}

export async function attemptsWorld(client: DynamoDBClient): Promise<World> {
  const suffix = randomUUID();
  const tables = { sessions: `sessions-${suffix}`, attempts: `attempts-${suffix}` };
  await Promise.all([
    createTable(client, 'sessions', tables.sessions),
    createTable(client, 'attempts', tables.attempts),
  ]);

  const clock = () => world.time;
  const keyring = JSON.stringify({
    keys: [
      {
        kid: 'k1',
        key: randomBytes(32).toString('base64url'),
        active_from: new Date(0).toISOString(),
        retired_at: null,
      },
    ],
  });
  const keys = keyringKeys({ read: async () => keyring, clock });
  const captchas = altchaCaptchas({ keys, clock });
  const identity: SignIn = {
    async signIn(username, password) {
      world.asked.push(username);
      world.time += world.upstreamTakes;
      if (world.fault) throw world.fault;
      if (password !== PASSWORD || !username.startsWith('owner')) {
        throw new AuthError('INVALID_CREDENTIALS');
      }
      return {
        user: { sub: username, username, email: null, groups: [] },
        refreshToken: 'upstream',
      };
    },
  };
  const reported: unknown[] = [];
  const audit: World['events'] = [];
  const record = (event: AuditEvent, fields: Record<string, unknown>) =>
    void audit.push({ event, fields });
  const real = dynamoAttempts(client, tables.attempts);
  const store: AttemptStore = {
    ...real,
    fail: (...details) =>
      world.failsToStore ? Promise.reject(new Error('the store failed')) : real.fail(...details),
  };
  const handler = createEndpoint(
    'login',
    login,
    {
      attempts: attempts({ store, captchas, keys, audit: record, clock }),
      identity,
      sessions: dynamoSessions(client, tables.sessions),
      jwts: sessionJwts({ keys, clock, issuer: 'test', audience: 'test' }),
      refreshTokens: refreshTokens(keys),
      sealer: sealer(keys),
      audit: record,
      report: (error) => void reported.push(error),
      clock,
    },
    { documentationUrl: 'https://docs.example/errors', allowedOrigins: [], scheme: 'https' },
  );

  const world: World = {
    time: START,
    asked: [],
    events: audit,
    reported,
    upstreamTakes: 0,
    failsToStore: false,
    fault: undefined,

    async login({
      username = 'owner',
      password = PASSWORD,
      captcha,
      from = '192.0.2.1',
      headers = {},
    }) {
      const event = {
        headers,
        multiValueHeaders: {},
        body: JSON.stringify({ username, password, captcha }),
        isBase64Encoded: false,
        requestContext: {
          extendedRequestId: 'request',
          domainName: 'api.example',
          identity: { sourceIp: from },
        },
      } as unknown as APIGatewayProxyEvent;
      const {
        statusCode,
        headers: answered = {},
        body,
      } = await handler(event, { awsRequestId: 'request' } as Context);
      return {
        status: statusCode,
        headers: answered as Record<string, string>,
        text: body,
        error: (JSON.parse(body) as Partial<Envelope>).error,
      };
    },

    solve: async () => solve(await captchas.challenge()),
  };
  return world;
}

/** Solves a challenge. Like the widget, returns the challenge and its solution in base64. */
async function solve(challenge: CaptchaResponse): Promise<string> {
  const parameters = challenge.parameters as Parameters<typeof pbkdf2>[0];
  const solved = await solveChallenge({
    challenge: { ...challenge, parameters },
    deriveKey: pbkdf2,
  });
  return Buffer.from(JSON.stringify({ challenge, solution: solved })).toString('base64');
}
