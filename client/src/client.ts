import { authorizedFetch } from './authorized-fetch.ts';
import { createCalls } from './calls.ts';
import type { SolveCaptcha } from './captcha.ts';
import { exchange, type Fetch } from './exchange.ts';
import { ROUTES } from './generated/contract.ts';
import type { CallOptions, RouteMethods } from './methods.ts';
import { watchPage } from './page.ts';
import { buildRequest, changesSession, has, type Input, type RouteName } from './request.ts';
import { repeat, TRIES } from './retry.ts';
import { createSession } from './session.ts';
import { type AuthState, createStore } from './state.ts';

export interface AuthClientOptions {
  /**
   * The origin of the service, for example `https://auth.example.com`. Defaults to the origin of
   * the page.
   */
  baseUrl?: string;
  /** Further origins whose requests by `auth.fetch` receive the token. Defaults to none. */
  tokenOrigins?: readonly string[];
  /** Defaults to the global `fetch`. */
  fetch?: Fetch;
  /**
   * Solves a CAPTCHA, for example in a widget that the page shows. Defaults to a search in a
   * worker.
   */
  solveCaptcha?: SolveCaptcha;
}

export interface AuthClient extends Omit<RouteMethods, 'refresh'> {
  /** The same object until something changes. */
  readonly state: AuthState;
  /**
   * Finds out who is signed in. Call it when the page loads. Resolves with `loading` if the service
   * cannot be asked; the client then asks again by itself.
   */
  restore(): Promise<AuthState>;
  /**
   * Gets a new token. Calls at the same time share one request, which nothing aborts: if its answer
   * got lost, the token would seem to be used twice. Resolves with `signed_out` if the service
   * refuses the session.
   * @throws {AuthError} if the service cannot be asked. The session stays.
   */
  refresh(): Promise<AuthState>;
  /**
   * Gives up a sign-in that waits for its next step or for a CAPTCHA. Returns the state.
   * A request whose CAPTCHA is being solved rejects with an `AbortError`.
   */
  cancelSignIn(): AuthState;
  /**
   * `fetch` for your API: sends the token, refreshes it when it has expired, and repeats the
   * request once.
   * @throws {TypeError} if the URL is neither on the page's origin, nor on that of the service, nor
   * on one of `tokenOrigins`.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Calls the listener after each change of the state. Returns a function that stops it. */
  onSessionChange(listener: (state: AuthState) => void): () => void;
  /** Stops listening to the page and to other tabs. */
  close(): void;
}

/** Creates a client of the service. A page needs one. It sends nothing until it is used. */
export function createAuthClient({
  baseUrl = '',
  tokenOrigins = [],
  fetch: send = (input, init) => globalThis.fetch(input, init),
  solveCaptcha,
}: AuthClientOptions = {}): AuthClient {
  const store = createStore();
  const session = createSession({
    store,
    // Not aborted: an answer that gets lost would be taken for the reuse of a stolen token.
    requestToken: (waits) => request('refresh', {}, undefined, waits),
    post: (message) => page.post(message),
  });
  const restore = () => session.refresh().catch(() => store.state);

  const page = watchPage(`chordian-auth ${baseUrl}`, {
    onMessage(message) {
      const isNews = message !== '' || session.token !== undefined;
      if (!session.adopt(message) && isNews) restore();
    },
    onNetwork(online) {
      store.setOnline(online);
      if (online && store.state.status === 'loading') restore();
    },
    onReturn(fromCache) {
      if (fromCache || store.state.status === 'loading') restore();
    },
  });

  const request = (
    name: RouteName,
    input: Input,
    signal: AbortSignal | undefined,
    waits: AbortSignal | undefined = signal,
  ): Promise<unknown> =>
    repeat(
      () => {
        const sendOne = () => {
          const { path, init } = buildRequest(name, input, session.token);
          return exchange(send, baseUrl + path, { ...init, signal: signal ?? null });
        };
        // The last answer to arrive sets the cookie, so it must be the answer to the last request.
        return changesSession(name) ? page.alone(sendOne) : sendOne();
      },
      { tries: has(name, 'repeatable') ? TRIES : 1, signal: waits },
    );

  const settled = async (): Promise<void> => {
    if (store.state.status !== 'loading') return;
    const state = await restore();
    if (state.status === 'loading' && state.error) throw state.error;
  };

  const { call, cancelSignIn } = createCalls({
    store,
    session,
    request,
    read: (path, signal) => exchange(send, baseUrl + path, { signal }),
    solveCaptcha,
    settled,
  });
  const methods = Object.fromEntries(
    (Object.keys(ROUTES) as RouteName[]).map((name) => [
      name,
      (first?: object, second?: CallOptions) =>
        has(name, 'json') || has(name, 'parameters')
          ? call(name, (first ?? {}) as Input, second)
          : call(name, {}, first),
    ]),
  ) as unknown as RouteMethods;

  return {
    ...methods,
    get state() {
      return store.state;
    },
    restore,
    refresh: session.refresh,
    cancelSignIn,
    fetch: authorizedFetch({
      send,
      session,
      settled,
      origins: [globalThis.location?.origin, baseUrl, ...tokenOrigins].filter(Boolean),
    }),
    onSessionChange: store.subscribe,
    close() {
      session.stop();
      page.close();
    },
  };
}
