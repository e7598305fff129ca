/**
 * The real handlers of login and challenge. The upstream is a fake that demands a code after the
 * password, and records what it is asked.
 */

import type { ChallengeName, RequiredChallenge } from '../../contract/challenges.ts';
import type { Envelope } from '../../contract/envelope.ts';
import { altchaCaptchas } from '../../functions/adapters/altcha.ts';
import type { ChallengeStore } from '../../functions/core/challenges/challenge-store.ts';
import { AuthError } from '../../functions/core/error.ts';
import type { AttemptStore } from '../../functions/core/login/attempt-store.ts';
import { attempts } from '../../functions/core/login/attempts.ts';
import { headersIn } from './answer.ts';
import { lambdaContext, restEvent } from './event.ts';
import { handlersOf } from './handlers.ts';
import { UPSTREAM_TOKEN, USER, type World, world } from './world.ts';

export const PASSWORD = 'correct horse';
export const CODE = '123456';
export const USERNAME = 'alice@example.com';

/** The cookie jar of a browser: the values of cookies by their names. */
export type Jar = Map<string, string>;

export interface Answer {
  status: number;
  text: string;
  cookies: string[];
  error: Envelope['error'] | undefined;
  /** `details.challenge` of an error. */
  challenge: RequiredChallenge;
}

type ChallengeBody = Readonly<Record<string, unknown>>;

export interface ChallengeWorld {
  ports: World;
  /** Answers that reached the upstream. */
  answered: string[];
  /** The steps that follow the password. Each needs {@link CODE}. */
  steps: { name: ChallengeName; parameters: Record<string, unknown> }[];
  /** If set, the upstream throws it in answer to a challenge. */
  fault: unknown;
  /** If set, the upstream waits for it. */
  beforeUpstream: (() => Promise<unknown>) | undefined;
  login(options?: {
    jar?: Jar;
    username?: string;
    password?: string;
    from?: string;
  }): Promise<Answer>;
  answer(body: ChallengeBody, options?: { jar?: Jar; from?: string }): Promise<Answer>;
}

interface Options {
  /** Seconds. */
  challengeLifetime?: number;
  challengeStore?: (ports: World) => ChallengeStore;
  attemptStore?: AttemptStore;
}

export function challengeWorld({
  challengeLifetime = 300,
  challengeStore,
  attemptStore,
}: Options = {}): ChallengeWorld {
  const base = world({ challengeLifetime });
  const { keys, clock } = base;
  const ports = {
    ...base,
    ...(attemptStore && { attemptStore }),
  };
  const captchas = altchaCaptchas({ keys, clock });
  // The issuer keeps the ports of the world, so a test's store must be put into them.
  if (challengeStore) Object.assign(base.challengeStore, challengeStore(base));
  const handlers = handlersOf({
    ...ports,
    attempts: attempts({ ...ports, store: ports.attemptStore, captchas }),
  });

  const continueFrom = (step: number) => {
    const next = state.steps[step];
    return next
      ? { challenge: { ...next, username: USER.sub, handle: `step ${step}` } }
      : { user: USER, refreshToken: UPSTREAM_TOKEN };
  };
  base.upstream.signIn = async (_username, password) => {
    if (password !== PASSWORD) throw new AuthError('INVALID_CREDENTIALS');
    return continueFrom(0);
  };
  base.upstream.answer = async ({ handle }, { value }) => {
    state.answered.push(value);
    await state.beforeUpstream?.();
    if (state.fault !== undefined) throw state.fault;
    if (value !== CODE && value !== 'SMS_MFA' && value !== 'a new secret phrase') {
      throw new AuthError('INVALID_CODE');
    }
    return continueFrom(Number(handle.replace('step ', '')) + 1);
  };

  async function call(
    route: 'login' | 'challenge',
    body: ChallengeBody,
    { jar = new Map(), from = '192.0.2.1' }: { jar?: Jar; from?: string },
  ): Promise<Answer> {
    const event = restEvent(route, {
      body: JSON.stringify(body),
      cookies: [...jar].map(([name, value]) => `${name}=${value}`),
      sourceIp: from,
    });
    // A burst may take longer on a slow machine than a function may run.
    const response = await handlers[route](event, lambdaContext(600_000));
    const cookies = headersIn(response, 'set-cookie');
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const { error } = JSON.parse(response.body) as Partial<Envelope>;
    return {
      status: response.statusCode,
      text: response.body,
      cookies,
      error,
      challenge: error?.details.challenge as RequiredChallenge,
    };
  }

  const state: ChallengeWorld = {
    ports: ports as World,
    answered: [],
    steps: [{ name: 'SOFTWARE_TOKEN_MFA', parameters: {} }],
    fault: undefined,
    beforeUpstream: undefined,
    login: ({ username = USERNAME, password = PASSWORD, ...options } = {}) =>
      call('login', { username, password }, options),
    answer: (body, options = {}) => call('challenge', body, options),
  };
  return state;
}
