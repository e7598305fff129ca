import { type Claims, readClaims, userOf } from './claims.ts';
import { AuthError } from './errors.ts';
import { describeStranger } from './exchange.ts';
import { backOff } from './retry.ts';
import type { AuthState, Store } from './state.ts';

export interface Session {
  /** The session JWT. It stays in memory: any script of the page can read the browser's storage. */
  readonly token: string | undefined;
  /** Takes the token of an answer. */
  begin(answer: unknown): AuthState;
  /** Takes the token of another tab, if it belongs to the session that this tab has. */
  adopt(token: unknown): boolean;
  end(reason?: AuthError): AuthState;
  /** Shows whether somebody is signed in, after a step that did not change it. */
  show(reason?: AuthError): AuthState;
  /**
   * Asks the service who is signed in. Calls at the same time share one request. If the service
   * cannot be asked, asks again later: the answer that got lost may have replaced the cookie.
   */
  refresh(): Promise<AuthState>;
  /** Stops asking later. */
  stop(): void;
  /** Refreshes, unless that was done since `stale`. Returns whether the user is still the same. */
  renew(stale: string): Promise<boolean>;
  /** Runs what begins or ends a session: one after the other, so that the last answer counts. */
  exclusively<T>(change: () => Promise<T>): Promise<T>;
}

interface SessionPorts {
  store: Store;
  /** Sends the refresh, with retries. The signal stops the wait between two tries. */
  requestToken(signal: AbortSignal): Promise<unknown>;
  /** Sends the token, or an empty text, to the other tabs. */
  post(message: string): void;
}

/** Bounds the back-off of asking later: 2^6 s is a minute. */
const MOST_DOUBLINGS = 6;

export function createSession({ store, requestToken, post }: SessionPorts): Session {
  let claims: Claims | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let refreshing: Promise<AuthState> | undefined;
  let waits = new AbortController();
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);

  function take(found: Claims): AuthState {
    stop();
    failures = 0;
    claims = found;
    return show();
  }

  function askLater(seconds: number) {
    stop();
    timer = setTimeout(() => session.refresh().catch(() => {}), seconds * 1_000);
    // A process does not have to wait for this. In browsers, a timer is a number.
    (timer as { unref?(): void }).unref?.();
  }

  const show = (reason?: AuthError): AuthState =>
    store.set(
      claims
        ? { status: 'signed_in', user: userOf(claims), sessionId: claims.sid }
        : { status: 'signed_out', reason },
    );

  function begin(answer: unknown): AuthState {
    const found = readClaims((answer as { token?: unknown } | undefined)?.token);
    if (!found) throw new AuthError(describeStranger({ status: 200 }));
    post(found.token);
    return take(found);
  }

  function end(reason?: AuthError): AuthState {
    stop();
    if (claims) post('');
    claims = undefined;
    return show(reason);
  }

  /** Queues a change. One that failed does not stop the next. */
  function queue<T>(change: () => Promise<T>): Promise<T> {
    const turn = last.then(change, change);
    last = turn.catch(() => {});
    return turn;
  }

  async function requestOnce(): Promise<AuthState> {
    waits = new AbortController();
    try {
      return begin(await requestToken(waits.signal));
    } catch (error) {
      if (!(error instanceof AuthError)) throw error;
      if (!isVerdict(error)) {
        failures += 1;
        askLater(backOff(Math.min(failures, MOST_DOUBLINGS), error.retryAfter ?? 1));
        if (store.state.status === 'loading') store.set({ status: 'loading', error });
        throw error;
      }
      // No session has ended, so a sign-in that has begun stays, and so does an earlier reason.
      if (!claims && store.state.status !== 'loading') return store.state;
      // Without a cookie there was no session, or another tab has signed out.
      return end(error.code === 'BAD_REQUEST' ? undefined : error);
    }
  }

  const session: Session = {
    get token() {
      return claims?.token;
    },
    begin,
    end,
    show,
    adopt(received) {
      const found = readClaims(received);
      if (!found || found.sub !== claims?.sub || found.sid !== claims.sid) return false;
      take(found);
      return true;
    },
    stop,
    refresh() {
      refreshing ??= queue(requestOnce).finally(() => {
        refreshing = undefined;
      });
      return refreshing;
    },
    async renew(stale) {
      const sub = readClaims(stale)?.sub;
      if (claims?.token === stale) await session.refresh();
      return claims?.sub === sub;
    },
    exclusively(change) {
      waits.abort(null); // A refresh that waits for its next try gives way, with its last error.
      return queue(change);
    },
  };
  return session;
}

/**
 * Whether the service has refused the session itself. Throttles, outages and what is not the
 * service's answer have other actions or statuses.
 */
const isVerdict = (error: AuthError): boolean =>
  error.status < 429 && ['login', 'reset_password', 'confirm_account'].includes(error.action);
