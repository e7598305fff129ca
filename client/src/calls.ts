import type { CaptchaDemand, SolveCaptcha } from './captcha.ts';
import { AuthError } from './errors.ts';
import type { CallOptions } from './methods.ts';
import { changesSession, has, type Input, type RouteName } from './request.ts';
import type { Session } from './session.ts';
import type { AuthState, Challenge, Store } from './state.ts';

interface CallPorts {
  store: Store;
  session: Session;
  /** Sends a request, with retries. */
  request(name: RouteName, input: Input, signal?: AbortSignal): Promise<unknown>;
  /** Reads a URL that the service has returned. */
  read(path: string, signal: AbortSignal): Promise<unknown>;
  /** Defaults to a search in a worker. */
  solveCaptcha: SolveCaptcha | undefined;
  /** Resolves when it is known whether somebody is signed in. */
  settled(): Promise<unknown>;
}

/** A solution can expire while a phone sleeps, or the first answer to it can get lost. */
const SOLUTIONS = 2;

/** Creates the function behind the methods of the routes, and the one that gives up a sign-in. */
export function createCalls({ store, session, request, read, solveCaptcha, settled }: CallPorts) {
  /** The challenge that the method `challenge` answers. */
  let next: Challenge | undefined;
  let cancellation = new AbortController();

  /** Takes the challenge of an answer, or of the details of an error. */
  function takeChallenge(from: unknown): Challenge | undefined {
    const { challenge } = (from ?? {}) as { challenge?: Challenge };
    next = challenge ?? next;
    return challenge;
  }

  /** Changes the state as the answer of a route says. Returns what the method returns. */
  function accept(name: RouteName, answer: unknown): unknown {
    const challenge = takeChallenge(answer);
    if (challenge) return store.set({ status: 'challenge', challenge });
    if (has(name, 'ends')) session.end();
    if (!has(name, 'starts')) return answer;
    // The answer to a challenge that only confirms who the user is has no content.
    return answer === undefined && has(name, 'challenge') ? session.show() : session.begin(answer);
  }

  /** Sends a request. A bearer route gets a new token and another try if the token is refused. */
  async function send(name: RouteName, input: Input, signal?: AbortSignal): Promise<unknown> {
    const change = async () => accept(name, await request(name, input, signal));
    const run = () => (changesSession(name) ? session.exclusively(change) : change());
    if (!has(name, 'bearer')) return run();
    // A logout needs no token: its cookie identifies the session.
    if (!has(name, 'keepalive')) await settled();
    const { token } = session;
    try {
      return await run();
    } catch (error) {
      if (!token || !isTokenRefused(error) || !(await session.renew(token))) throw error;
      return run();
    }
  }

  /** Changes the state as an error says. Returns the state if the error is a step of a sign-in. */
  function explain(name: RouteName, error: unknown): unknown {
    const { code, action, details } = (error ?? {}) as Partial<AuthError>;
    const challenge = takeChallenge(details);
    const isStep = has(name, 'challenge');
    // The steps of users who only confirm who they are change nothing that is shown.
    const isSignIn = has(name, 'starts') && !(isStep && store.state.status === 'signed_in');
    if (challenge && isSignIn) {
      const state = store.set({ status: 'challenge', challenge });
      if (code === 'CHALLENGE_REQUIRED') return state;
    } else if (isStep && (action === 'login' || action === 'request_code')) {
      session.show(error as AuthError);
    } else {
      leave('captcha');
    }
    throw error;
  }

  /** Shows whether somebody is signed in, if the state is one of these. */
  const leave = (...statuses: readonly AuthState['status'][]): AuthState =>
    statuses.includes(store.state.status) ? session.show() : store.state;

  /** Sends a request. If it needs a CAPTCHA, solves one and sends it again. */
  async function sendSolved(
    name: RouteName,
    input: Input,
    signal?: AbortSignal,
    solutions = 0,
  ): Promise<unknown> {
    try {
      return await send(name, input, signal);
    } catch (error) {
      if (!isDemand(error) || solutions >= SOLUTIONS) throw error;
      if (!session.token) store.set({ status: 'captcha' });
      const signals = [signal, cancellation.signal];
      const { fulfil } = await import('./captcha/fulfil.ts');
      return fulfil(error, {
        read,
        send: (captcha) => sendSolved(name, { ...input, captcha }, signal, solutions + 1),
        solve: solveCaptcha,
        signals,
      });
    }
  }

  return {
    async call(name: RouteName, given: Input, { signal }: CallOptions = {}): Promise<unknown> {
      const input = has(name, 'challenge') ? { challenge_token: next?.token, ...given } : given;
      try {
        const result = await sendSolved(name, input, signal);
        leave('captcha');
        return result;
      } catch (error) {
        return explain(name, error);
      }
    },
    cancelSignIn(): AuthState {
      next = undefined;
      cancellation.abort();
      cancellation = new AbortController();
      return leave('captcha', 'challenge');
    },
  };
}

const isDemand = (error: unknown): error is CaptchaDemand =>
  error instanceof AuthError && error.code === 'CAPTCHA_REQUIRED';

const isTokenRefused = (error: unknown): boolean =>
  error instanceof AuthError && error.status === 401 && error.code !== 'UNEXPECTED_RESPONSE';
