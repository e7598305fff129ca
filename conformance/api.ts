/** A black-box client of one deployment. It depends on the contract only. */

import { cookieName } from '../contract/cookies.ts';
import { type Envelope, REMAPPED_CHALLENGE_HEADER } from '../contract/envelope.ts';
import { TIMEOUTS } from '../contract/limits.ts';
import { BASE_PATH, publicPath, type RouteName, routeOf } from '../contract/routes/index.ts';
import type { CaptchaResponse } from '../contract/schemas/index.ts';
import { solveCaptcha } from './captcha.ts';
import { type Protocol, sendOver } from './wire.ts';

/** A deployment must answer before its gateway gives up; 5 s are for the network. */
const PATIENCE_MS = (TIMEOUTS.gateway + 5) * 1_000;

export interface ApiResponse {
  /** The request's method and path, for messages. */
  request: string;
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; undefined if it is not JSON. */
  json: unknown;
  /** The error, if the body is an envelope. */
  error: Envelope['error'] | undefined;
  /** The refresh cookie that the answer sets: its whole `Set-Cookie` line and its value. */
  cookie: { line: string; value: string } | undefined;
}

export interface Sending {
  body?: string;
  headers?: Record<string, string>;
  /** A refresh token, sent as the cookie. */
  cookie?: string | undefined;
  /** A session JWT, sent as the Bearer token. */
  token?: string | undefined;
}

/** The result of a sign-in. */
export interface SignInResult {
  answer: ApiResponse;
  token: string;
  cookie: string;
}

export class Api {
  readonly origin: string;
  /** Precedes the public path: the origin, and on an emulator the path of the API. */
  readonly #base: string;
  readonly cookieName: string;

  /** @throws {TypeError} if the URL is malformed */
  constructor(baseUrl: string) {
    const url = new URL(baseUrl);
    this.origin = url.origin;
    this.#base =
      url.origin + url.pathname.replace(/\/$/, '').replace(new RegExp(`${BASE_PATH}$`), '');
    this.cookieName = cookieName('refresh', url.protocol === 'https:' ? 'https' : 'http');
  }

  async send(
    method: string,
    path: string,
    { body, headers = {}, cookie, token }: Sending = {},
  ): Promise<ApiResponse> {
    const response = await fetch(this.#base + path, {
      method,
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: 'manual',
      headers: {
        ...(cookie !== undefined && { Cookie: `${this.cookieName}=${cookie}` }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
    const { status, headers: received } = response;
    return this.readResponse(`${method} ${path}`, status, received, await response.text());
  }

  /** A GET request over a protocol, with the names of headers spelled as given. */
  async getOver(
    protocol: Protocol,
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<ApiResponse> {
    const url = new URL(this.#base + path);
    const response = await sendOver(protocol, url, headers, PATIENCE_MS);
    const { status, headers: received, text } = response;
    return this.readResponse(`GET ${path} over ${protocol}`, status, received, text);
  }

  /** Reads what checks need out of a response. */
  readResponse(request: string, status: number, headers: Headers, text: string): ApiResponse {
    const json = parsed(text);
    const line = headers.getSetCookie().find((set) => set.startsWith(`${this.cookieName}=`));
    return {
      request,
      status,
      headers,
      text,
      json,
      error: (json as Partial<Envelope> | undefined)?.error,
      cookie:
        line === undefined
          ? undefined
          : { line, value: line.slice(line.indexOf('=') + 1).split(';')[0] ?? '' },
    };
  }

  call(route: RouteName, sending?: Sending): Promise<ApiResponse> {
    return this.send(routeOf(route).method, publicPath(route), sending);
  }

  /** Asks for a CAPTCHA challenge of a made-up account. */
  getCaptcha(): Promise<ApiResponse> {
    return this.send('GET', `${publicPath('captcha')}?account=${'a'.repeat(43)}`);
  }

  /** One login. It does not solve a CAPTCHA. */
  attempt(
    username: string,
    password: string,
    sending: Sending & { captcha?: string } = {},
  ): Promise<ApiResponse> {
    const { captcha, ...rest } = sending;
    return this.call('login', { ...rest, body: JSON.stringify({ username, password, captcha }) });
  }

  /** A login that solves a CAPTCHA if one is required. */
  login(username: string, password: string, sending: Sending = {}): Promise<ApiResponse> {
    return this.solveIfRequired((captcha) =>
      this.attempt(username, password, { ...sending, ...captcha }),
    );
  }

  /**
   * Sends a request, and sends it again with a solution if a CAPTCHA is required. Earlier runs from
   * this address may have used up the free attempts.
   */
  async solveIfRequired(
    ask: (captcha: { captcha?: string }) => Promise<ApiResponse>,
  ): Promise<ApiResponse> {
    const answer = await ask({});
    if (answer.error?.code !== 'CAPTCHA_REQUIRED') return answer;
    return ask({ captcha: await this.solveCaptcha(answer.error) });
  }

  /** @throws {Error} if the login does not succeed */
  async signIn(
    { username, password }: { username: string; password: string },
    sending?: Sending,
  ): Promise<SignInResult> {
    const answer = await this.login(username, password, sending);
    const { token } = (answer.json ?? {}) as { token?: string };
    if (token === undefined || !answer.cookie) {
      throw new Error(`sign-in answered ${answer.status} ${answer.error?.code ?? ''}`);
    }
    return { answer, token, cookie: answer.cookie.value };
  }

  /**
   * Gets the CAPTCHA challenge that an error demands, and solves it, as the widget does.
   * @throws {Error} if the error demands none
   */
  async solveCaptcha(error: Envelope['error'] | undefined): Promise<string> {
    const { challenge_url } = (error?.details.captcha ?? {}) as { challenge_url?: string };
    if (challenge_url === undefined) throw new Error('the error must name a challenge_url');
    return solveCaptcha((await this.send('GET', challenge_url)).json as CaptchaResponse);
  }
}

/** The Bearer challenge. A REST API renames its header. */
export const challengeIn = ({ headers }: ApiResponse): string | null =>
  headers.get(REMAPPED_CHALLENGE_HEADER) ?? headers.get('www-authenticate');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
