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
import { identifySubject } from '../../functions/core/login/guess.ts';
import { login } from '../../functions/core/login/login.ts';
import type { NameSetting } from '../../functions/core/login/name.ts';
import type { SignIn } from '../../functions/core/login/sign-in.ts';
import type { SessionStore } from '../../functions/core/sessions/session-store.ts';
import { headersIn } from './answer.ts';
import type { FrozenClock } from './clock.ts';
import { createTable } from './dynamodb.ts';
import { createEndpoint } from './endpoint.ts';
import { lambdaContext, restEvent } from './event.ts';
import { SETTINGS } from './handlers.ts';
import { memoryAttempts } from './memory-attempts.ts';
import { memorySessions } from './memory-sessions.ts';
import { type World, world } from './world.ts';

export const PASSWORD = 'correct horse';
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
  /** `name=value` and attributes of each cookie. */
  cookies: string[];
  text: string;
  error: Envelope['error'] | undefined;
}

export interface LoginRequest {
  username?: string;
  password?: string;
  captcha?: string;
  from?: string;
  /** Keeps the device cookie between logins. */
  browser?: Browser;
  headers?: Record<string, string>;
}

/** The cookie jar of a browser. */
export interface Browser {
  /** `name=value` of the device cookie, or undefined. */
  device?: string;
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
  /** Whether storing an outcome fails. */
  failsToStore: boolean;
  /** If set, the upstream throws it. */
  fault: Error | undefined;
  /** If set, the upstream waits for it. */
  beforeUpstream: (() => Promise<unknown>) | undefined;
  /** The store of attempts. */
  store: AttemptStore;
  sessions: SessionStore;
  login(request: LoginRequest): Promise<LoginResponse>;
  /** Solves a new CAPTCHA challenge for an account. */
  solve(username?: string): Promise<string>;
  /** Returns the id of an account's row in the store. */
  nameId(username?: string): Promise<string>;
}

export interface WorldOptions {
  names?: NameSetting;
  /** Defaults to a fake that accepts {@link PASSWORD} for names that start with `owner`. */
  signIn?: (clock: FrozenClock) => SignIn;
}

/** Builds the world on tables of its own. */
export async function attemptsWorld(
  client: DynamoDBClient,
  options: WorldOptions = {},
): Promise<AttemptsWorld> {
  const suffix = randomUUID();
  const tables = { sessions: `sessions-${suffix}`, attempts: `attempts-${suffix}` };
  await Promise.all([
    createTable(client, 'sessions', tables.sessions),
    createTable(client, 'attempts', tables.attempts),
  ]);
  return createWorld(
    dynamoAttempts(client, tables.attempts),
    dynamoSessions(client, tables.sessions),
    options,
  );
}

/** Builds the world in memory. Long stories would take too long on a database. */
export const memoryAttemptsWorld = (options: WorldOptions = {}): AttemptsWorld =>
  createWorld(memoryAttempts(), memorySessions(), options);

function createWorld(
  real: AttemptStore,
  sessions: SessionStore,
  { names = 'any', signIn }: WorldOptions,
): AttemptsWorld {
  const ports = world({ start: FUTURE });
  const { clock, keys, audit, report, devices } = ports;
  const captchas = altchaCaptchas({ keys, clock });
  const orFail = <T>(work: () => Promise<T>) =>
    state.failsToStore ? Promise.reject(new Error('the store failed')) : work();
  const store: AttemptStore = {
    ...real,
    noteWrong: (...args) => orFail(() => real.noteWrong(...args)),
  };
  const upstream = signIn?.(clock) ?? ownersOnly;
  ports.upstream.signIn = async (username, password) => {
    state.asked.push(username);
    clock.advance(state.upstreamTakes);
    await state.beforeUpstream?.();
    if (state.fault) throw state.fault;
    return upstream.signIn(username, password);
  };
  const handler = createEndpoint(
    'login',
    login,
    {
      ...ports,
      names,
      attempts: attempts({ store, captchas, devices, keys, audit, report, clock }),
      sessions,
    },
    SETTINGS,
  );
  const identify = (username: string) =>
    identifySubject({ username, password: '', address: '' }, keys, 0);

  const state: AttemptsWorld = {
    clock,
    asked: [],
    audits: ports.audits,
    reported: ports.reported,
    upstreamTakes: 0,
    failsToStore: false,
    fault: undefined,
    beforeUpstream: undefined,
    store,
    sessions,

    async login({
      username = 'owner',
      password = PASSWORD,
      captcha,
      from = '192.0.2.1',
      browser,
      headers = {},
    }) {
      const body = JSON.stringify({ username, password, captcha });
      const event = restEvent('login', {
        body,
        headers: { ...(browser?.device && { Cookie: browser.device }), ...headers },
        sourceIp: from,
      });
      // A burst may take longer on a slow machine than a function may run.
      const answer = await handler(event, lambdaContext(600_000));
      const cookies = headersIn(answer, 'set-cookie');
      const device = cookies.find((cookie) => cookie.startsWith('__Host-device='));
      if (browser && device) browser.device = device.split(';')[0] ?? '';
      return {
        status: answer.statusCode,
        headers: (answer.headers ?? {}) as Record<string, string>,
        cookies,
        text: answer.body,
        error: (JSON.parse(answer.body) as Partial<Envelope>).error,
      };
    },

    solve: async (username = 'owner') =>
      solveCaptcha(await captchas.challenge((await identify(username)).captchaAccount)),
    nameId: async (username = 'owner') => (await identify(username)).nameId,
  };
  return state;
}

const ownersOnly: SignIn = {
  async signIn(username, password) {
    if (password !== PASSWORD || !username.startsWith('owner')) {
      throw new AuthError('INVALID_CREDENTIALS');
    }
    return {
      user: { sub: username, username, email: null, groups: [] },
      refreshToken: 'upstream',
    };
  },
};
