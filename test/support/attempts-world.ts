/**
 * The real login handler over a real store. The upstream is a fake that records the names it is
 * asked for, and only tests advance the clock.
 */

import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { solveCaptcha } from '../../conformance/captcha.ts';
import type { Envelope } from '../../contract/envelope.ts';
import { altchaCaptchas } from '../../functions/adapters/altcha.ts';
import { dynamoAttempts } from '../../functions/adapters/dynamodb/attempts.ts';
import { dynamoSessions } from '../../functions/adapters/dynamodb/sessions.ts';
import { AuthError } from '../../functions/core/error.ts';
import type { AttemptStore } from '../../functions/core/login/attempt-store.ts';
import { attempts } from '../../functions/core/login/attempts.ts';
import { login } from '../../functions/core/login/login.ts';
import { createEndpoint } from '../../functions/http/endpoint.ts';
import type { FrozenClock } from './clock.ts';
import { createTable } from './dynamodb.ts';
import { lambdaContext, restEvent } from './event.ts';
import { SETTINGS } from './handlers.ts';
import { type World, world } from './world.ts';

const PASSWORD = 'correct horse';
/**
 * Later than any real clock. The CAPTCHA library compares with the real time as well, and must not
 * find a challenge expired.
 */
const FUTURE = '2100-03-01T12:00:00Z';
/** The first instant of the clock, in milliseconds since the epoch. */
export const START = Date.parse(FUTURE);

export interface LoginResponse {
  status: number;
  headers: Record<string, string>;
  text: string;
  error: Envelope['error'] | undefined;
}

export interface AttemptsWorld {
  clock: FrozenClock;
  /** Usernames that reached the upstream, in order. */
  asked: string[];
  audits: World['audits'];
  /** Failures that did not change the response. */
  reported: unknown[];
  /** By how many seconds a call of the upstream advances the clock. */
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
  }): Promise<LoginResponse>;
  /** Solves a new CAPTCHA challenge. */
  solve(): Promise<string>;
}

export async function attemptsWorld(client: DynamoDBClient): Promise<AttemptsWorld> {
  const suffix = randomUUID();
  const tables = { sessions: `sessions-${suffix}`, attempts: `attempts-${suffix}` };
  await Promise.all([
    createTable(client, 'sessions', tables.sessions),
    createTable(client, 'attempts', tables.attempts),
  ]);

  const ports = world({ start: FUTURE });
  const { clock, keys, audit } = ports;
  const captchas = altchaCaptchas({ keys, clock });
  const real = dynamoAttempts(client, tables.attempts);
  const store: AttemptStore = {
    ...real,
    fail: (...details) =>
      state.failsToStore ? Promise.reject(new Error('the store failed')) : real.fail(...details),
  };
  ports.upstream.signIn = async (username, password) => {
    state.asked.push(username);
    clock.advance(state.upstreamTakes);
    if (state.fault) throw state.fault;
    if (password !== PASSWORD || !username.startsWith('owner')) {
      throw new AuthError('INVALID_CREDENTIALS');
    }
    return {
      user: { sub: username, username, email: null, groups: [] },
      refreshToken: 'upstream',
    };
  };
  const handler = createEndpoint(
    'login',
    login,
    {
      ...ports,
      attempts: attempts({ store, captchas, keys, audit, clock }),
      sessions: dynamoSessions(client, tables.sessions),
    },
    SETTINGS,
  );

  const state: AttemptsWorld = {
    clock,
    asked: [],
    audits: ports.audits,
    reported: ports.reported,
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
      const body = JSON.stringify({ username, password, captcha });
      const event = restEvent('login', { body, headers, sourceIp: from });
      const answer = await handler(event, lambdaContext());
      return {
        status: answer.statusCode,
        headers: (answer.headers ?? {}) as Record<string, string>,
        text: answer.body,
        error: (JSON.parse(answer.body) as Partial<Envelope>).error,
      };
    },

    solve: async () => solveCaptcha(await captchas.challenge()),
  };
  return state;
}
