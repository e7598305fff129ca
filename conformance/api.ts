/**
 * A black-box client of one deployment. It knows the contract and nothing of the code behind it.
 */

import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { refreshCookieName } from '../contract/cookies.ts';
import { type Envelope, REMAPPED_CHALLENGE_HEADER } from '../contract/envelope.ts';
import { TIMEOUTS } from '../contract/limits.ts';
import { BASE_PATH, publicPath, type RouteName, routeOf } from '../contract/routes/index.ts';
import type { CaptchaResponse } from '../contract/schemas/index.ts';

/** No deployment may take longer than its gateway waits. */
const PATIENCE_MS = (TIMEOUTS.gateway + 5) * 1_000;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined where it is none. */
  json: unknown;
  /** The error of an envelope, if that is what came. */
  error: Envelope['error'] | undefined;
  /**
   * The refresh cookie that the answer set, if it did: its whole `Set-Cookie` line and its value.
   */
  cookie: { line: string; value: string } | undefined;
}

export interface Sending {
  body?: string;
  headers?: Record<string, string>;
  /** A refresh token to present. */
  cookie?: string | undefined;
  token?: string | undefined;
}

export interface Signed {
  answer: Answer;
  token: string;
  cookie: string;
}

export class Api {
  readonly origin: string;
  /** What comes before the public path: the origin, and on an emulator a path. */
  readonly #base: string;
  readonly cookieName: string;

  /** @throws {TypeError} when the URL is none. */
  constructor(baseUrl: string) {
    const url = new URL(baseUrl);
    this.origin = url.origin;
    this.#base =
      url.origin + url.pathname.replace(/\/$/, '').replace(new RegExp(`${BASE_PATH}$`), '');
    this.cookieName = refreshCookieName(url.protocol === 'https:' ? 'https' : 'http');
  }

  async send(
    method: string,
    path: string,
    { body, headers = {}, cookie, token }: Sending = {},
  ): Promise<Answer> {
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
    return this.answerOf(response.status, response.headers, await response.text());
  }

  /** What checks want to know of a response, whoever asked for it. */
  answerOf(status: number, headers: Headers, text: string): Answer {
    const json = parsed(text);
    const line = headers.getSetCookie().find((set) => set.startsWith(`${this.cookieName}=`));
    return {
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

  call(route: RouteName, sending?: Sending): Promise<Answer> {
    return this.send(routeOf(route).method, publicPath(route), sending);
  }

  /** A login as it is: what an attempt limit says is the answer. */
  attempt(
    username: string,
    password: string,
    sending: Sending & { captcha?: string } = {},
  ): Promise<Answer> {
    const { captcha, ...rest } = sending;
    return this.call('login', { ...rest, body: JSON.stringify({ username, password, captcha }) });
  }

  /**
   * A login that solves a CAPTCHA where one is asked for: earlier runs from this address may have
   * used up the free attempts.
   */
  async login(username: string, password: string, sending: Sending = {}): Promise<Answer> {
    const answer = await this.attempt(username, password, sending);
    if (answer.error?.code !== 'CAPTCHA_REQUIRED') return answer;
    return this.attempt(username, password, { ...sending, captcha: await this.solveCaptcha() });
  }

  /** @throws {Error} when the login does not succeed. */
  async signIn(
    { username, password }: { username: string; password: string },
    sending?: Sending,
  ): Promise<Signed> {
    const answer = await this.login(username, password, sending);
    const { token } = (answer.json ?? {}) as { token?: string };
    if (token === undefined || !answer.cookie) {
      throw new Error(`sign-in answered ${answer.status} ${answer.error?.code ?? ''}`);
    }
    return { answer, token, cookie: answer.cookie.value };
  }

  /** Gets a challenge and solves it, as the widget does. */
  async solveCaptcha(): Promise<string> {
    const challenge = (await this.call('captcha')).json as CaptchaResponse;
    const parameters = challenge.parameters as Parameters<typeof deriveKey>[0];
    const solution = await solveChallenge({ challenge: { ...challenge, parameters }, deriveKey });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  }
}

/** The Bearer challenge, by the name that a REST API gives it or its own. */
export const challengeIn = ({ headers }: Answer): string | null =>
  headers.get(REMAPPED_CHALLENGE_HEADER) ?? headers.get('www-authenticate');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
