/** The state follows a model, whatever the service answers and in whatever order. */

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { type AuthClient, type AuthState, createAuthClient } from '../../client/src/index.ts';
import type { ErrorOptions } from '../../contract/envelope.ts';
import type { ErrorCode } from '../../contract/errors/index.ts';
import { type Answer, empty, envelope, json, lost, ORIGIN, passTime, token } from './scripted.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** What is known about a client: whether it has a token, and what it shows. */
interface Model {
  hasToken: boolean;
  status: AuthState['status'];
}

interface Step {
  method: Method;
  description: string;
  /** The answers to its requests. The last one is given to all that follow. */
  answers: readonly Answer[];
  run(auth: AuthClient): unknown;
  /** Returns what must follow. */
  next(before: Model): Model;
}

const CREDENTIALS = { username: 'test@example.com', password: 'ValidPass123!' };
const CHALLENGE = { name: 'SOFTWARE_TOKEN_MFA', token: 't', parameters: {} };
const withChallenge = (code: ErrorCode) =>
  envelope(code, { details: { challenge: CHALLENGE } } as ErrorOptions<ErrorCode>);
const CAPTCHA = [
  envelope('CAPTCHA_REQUIRED', {
    details: { captcha: { provider: 'altcha', challenge_url: '/api/auth/captcha?account=a' } },
  }),
  json('c'),
];
const OUTAGE = [envelope('BAD_GATEWAY')];

const rest = ({ hasToken }: Model): Model => ({
  hasToken,
  status: hasToken ? 'signed_in' : 'signed_out',
});
const same = (model: Model): Model => model;
const signedIn = (): Model => ({ hasToken: true, status: 'signed_in' });
const signedOut = (): Model => ({ hasToken: false, status: 'signed_out' });
const challenged = ({ hasToken }: Model): Model => ({ hasToken, status: 'challenge' });
/** Who is signed in and only confirms it stays so. */
const challengedUnlessSignedIn = (model: Model) =>
  model.status === 'signed_in' ? model : challenged(model);
/** A CAPTCHA takes the place of a challenge, unless somebody is signed in. */
const afterCaptcha = (model: Model) => (model.hasToken ? model : signedOut());

type Method = Exclude<keyof AuthClient, 'state' | 'fetch' | 'onSessionChange' | 'close'>;
type Outcome = readonly [answers: readonly Answer[], next: Step['next'], what: string];

const steps = (method: Method, input: object | undefined, outcomes: readonly Outcome[]): Step[] =>
  outcomes.map(([answers, next, what]) => ({
    method,
    description: `${method}: ${what}`,
    answers,
    run: (auth) => (auth[method] as (given?: object) => unknown)(input),
    next,
  }));

const STEPS: readonly Step[] = [
  ...steps('login', CREDENTIALS, [
    [[token()], signedIn, 'a token'],
    [[withChallenge('CHALLENGE_REQUIRED')], challenged, 'a challenge'],
    [[envelope('INVALID_CREDENTIALS')], same, 'a wrong password'],
    [OUTAGE, same, 'an outage'],
    [[...CAPTCHA, token()], signedIn, 'a CAPTCHA, then a token'],
    [[...CAPTCHA, withChallenge('CHALLENGE_REQUIRED')], challenged, 'a CAPTCHA, then a challenge'],
    [
      [...CAPTCHA, envelope('INVALID_CREDENTIALS')],
      afterCaptcha,
      'a CAPTCHA, then a wrong password',
    ],
    [[...CAPTCHA, ...OUTAGE], afterCaptcha, 'a CAPTCHA, then an outage'],
  ]),
  ...steps('passwordless', { username: 'a', method: 'email_code' }, [
    [[json({ challenge: CHALLENGE }, 202)], challenged, 'a challenge'],
    [[envelope('BAD_GATEWAY')], same, 'an outage'],
  ]),
  ...steps('challenge', { code: '123456' }, [
    [[token()], signedIn, 'a token'],
    [[empty], rest, 'a confirmation'],
    [[withChallenge('CHALLENGE_REQUIRED')], challengedUnlessSignedIn, 'another step'],
    [[withChallenge('INVALID_CODE')], challengedUnlessSignedIn, 'a wrong code'],
    [[envelope('INVALID_CHALLENGE')], rest, 'the end'],
    [[envelope('CODE_EXPIRED')], rest, 'an expired code'],
    [[envelope('PASSKEY_REJECTED')], rest, 'a passkey that is refused'],
    [[envelope('TOO_MANY_REQUESTS')], same, 'a throttle'],
    [[envelope('BAD_GATEWAY')], same, 'an outage'],
  ]),
  ...steps('refresh', undefined, [
    [[token({ jti: 2 })], signedIn, 'a token'],
    [[envelope('INVALID_REFRESH_TOKEN')], (m) => (m.hasToken ? signedOut() : m), 'a refusal'],
    [OUTAGE, same, 'an outage'],
  ]),
  ...steps('reauthenticate', { password: 'p' }, [
    [[empty], same, 'a confirmation'],
    [[withChallenge('CHALLENGE_REQUIRED')], same, 'a challenge'],
    [[envelope('WRONG_PASSWORD')], same, 'a wrong password'],
  ]),
  ...steps('logout', undefined, [
    [[empty], signedOut, 'the end'],
    [OUTAGE, same, 'an outage'],
  ]),
  ...steps('deleteAccount', undefined, [
    [[empty], signedOut, 'the end'],
    [[envelope('REAUTHENTICATION_REQUIRED')], same, 'an old sign-in'],
  ]),
  ...steps('cancelSignIn', undefined, [
    [[], (model) => (model.status === 'challenge' ? rest(model) : model), 'given up'],
  ]),
];

/** A network that gives the answers of a step. Refreshes in the background get none. */
function createNetwork() {
  let step: Pick<Step, 'method' | 'answers'> = {
    method: 'restore',
    answers: [envelope('BAD_REQUEST', { variant: 'missing_cookie' })],
  };
  let left: Answer[] = [...step.answers];
  return {
    expect(next: Pick<Step, 'method' | 'answers'>) {
      step = next;
      left = [...step.answers];
    },
    async fetch(input: string | Request, init?: RequestInit): Promise<Response> {
      const request = new Request(input, init);
      const isBackground =
        request.url.endsWith('/refresh') && step.method !== 'refresh' && step.method !== 'restore';
      const answer = isBackground ? lost : left.length > 1 ? left.shift() : left[0];
      if (answer === undefined) throw new Error(`${step.method} must not send ${request.url}`);
      return answer(request);
    },
  };
}

test('after any steps, the state is that of the model', async () => {
  const script = fc.array(fc.constantFrom(...STEPS), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(script, async (run) => {
      const network = createNetwork();
      const auth = createAuthClient({
        baseUrl: ORIGIN,
        fetch: network.fetch,
        solveCaptcha: async () => 'solution',
      });
      await auth.restore();
      let model = signedOut();
      for (const step of run) {
        const before = auth.state;
        network.expect(step);
        await passTime(Promise.resolve(step.run(auth)).catch(() => {}));
        const after = step.next(model);
        expect([step.description, auth.state.status]).toEqual([step.description, after.status]);
        // Nothing is rendered again if nothing has changed.
        if (after === model) expect(auth.state).toBe(before);
        model = after;
      }
      auth.close();
    }),
    { numRuns: 300 },
  );
});
