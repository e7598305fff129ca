import type { Fetch } from './exchange.ts';
import type { Session } from './session.ts';

interface AuthorizedFetchPorts {
  send: Fetch;
  session: Session;
  /** Resolves when it is known whether somebody is signed in. */
  settled(): Promise<unknown>;
  /** The origins that may receive the token, without a slash at the end. */
  origins: readonly string[];
}

/**
 * Creates a `fetch` for your API that sends the session JWT. After a 401 it refreshes the token and
 * repeats the request once, as long as the same user is signed in.
 */
export function authorizedFetch({ send, session, settled, origins }: AuthorizedFetchPorts) {
  const authorize = (request: Request) => {
    if (session.token !== undefined) {
      request.headers.set('Authorization', `Bearer ${session.token}`);
    }
    return send(request);
  };

  /**
   * @throws {TypeError} if the URL is on another origin, which must not receive the token.
   * @throws {AuthError} if the token could not be refreshed, but the session may still be valid.
   */
  return async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { url } = request;
    if (!origins.some((origin) => url === origin || url.startsWith(`${origin}/`))) {
      throw new TypeError(`tokenOrigins must contain the origin of ${url}`);
    }
    await settled();
    const { token } = session;
    // The body of a request can be read once, so the first try gets a copy.
    const response = await authorize(request.clone());
    if (response.status !== 401 || token === undefined) return response;
    return (await session.renew(token)) ? authorize(request) : response;
  };
}
