/** An error of the API. `details.action` is what the client should do next. */
export class AuthError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: { action: string; retry_after?: number; request_id?: string };

  constructor(error: Pick<AuthError, 'code' | 'message' | 'status' | 'details'>) {
    super(error.message);
    this.code = error.code;
    this.status = error.status;
    this.details = error.details;
  }
}

/**
 * A session in a browser. The browser keeps the refresh cookie. The token stays in memory, because
 * any script of the page can read the browser's storage.
 */
export class Session {
  #token: string | undefined;
  #refreshing: Promise<void> | undefined;

  async login(username: string, password: string): Promise<void> {
    const body = JSON.stringify({ username, password });
    this.#token = (
      await send<{ token: string }>('/api/auth/login', { method: 'POST', body })
    ).token;
  }

  /** Calls your API with the token. Refreshes the token once if it has expired. */
  async request<T>(path: string, init: RequestInit = {}): Promise<T> {
    try {
      return await send<T>(path, this.#authorized(init));
    } catch (error) {
      if (!(error instanceof AuthError) || error.details.action !== 'refresh') throw error;
      await this.refresh();
      return send<T>(path, this.#authorized(init));
    }
  }

  /** Refreshes the token. Concurrent calls share one request. */
  refresh(): Promise<void> {
    this.#refreshing ??= send<{ token: string }>('/api/auth/refresh', { method: 'POST' })
      .then(({ token }) => {
        this.#token = token;
      })
      .finally(() => {
        this.#refreshing = undefined;
      });
    return this.#refreshing;
  }

  async logout(): Promise<void> {
    await send('/api/auth/logout', { method: 'POST' });
    this.#token = undefined;
  }

  #authorized(init: RequestInit): RequestInit {
    const headers = new Headers(init.headers);
    if (this.#token !== undefined) headers.set('Authorization', `Bearer ${this.#token}`);
    return { ...init, headers };
  }
}

const MAX_ATTEMPTS = 3;
const MAX_WAIT_SECONDS = 30;

/** Sends a request. Repeats it after a wait if the action of the error is `retry`. */
async function send<T>(path: string, init: RequestInit, attempt = 1): Promise<T> {
  const response = await fetch(path, init);
  if (response.status === 204) return undefined as T;
  const body = await response.json();
  if (response.ok) return body;

  const error = new AuthError(body.error);
  const wait = Math.max(error.details.retry_after ?? 0, 2 ** (attempt - 1)) + Math.random();
  const canRetry = error.details.action === 'retry' && attempt < MAX_ATTEMPTS;
  if (!canRetry || wait > MAX_WAIT_SECONDS) throw error;
  await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  return send(path, init, attempt + 1);
}
