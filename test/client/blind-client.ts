/**
 * A client that knows `status`, `details.action` and `retry_after` of an error, and nothing else of
 * it: no code, no message. It must find its way by them.
 */

import type { Action } from '../../contract/errors/row.ts';

/** Where a user of the client ends. */
export type Ending =
  | 'signed in'
  | 'sign-in form'
  | 'CAPTCHA'
  | 'challenge'
  | 'password reset'
  | 'confirmation'
  | 'correct the request'
  | 'enter it again'
  | 'request a code'
  | 'confirm the identity'
  | 'support'
  | 'try later';

interface BlindRequest {
  method: string;
  path: string;
  body?: string;
  isBearer?: boolean;
}

const TRIES = 3;
const LONGEST_WAIT = 30;

export class BlindClient {
  readonly requests: string[] = [];
  readonly #send: typeof fetch;
  readonly #wait: (seconds: number) => void;
  #token: string;

  constructor(send: typeof fetch, wait: (seconds: number) => void, token = '') {
    this.#send = send;
    this.#wait = wait;
    this.#token = token;
  }

  async run(request: BlindRequest, tries = TRIES, mayRefresh = true): Promise<Ending> {
    const { method, path, body, isBearer = false } = request;
    this.requests.push(`${method} ${path}`);
    const response = await this.#send(path, {
      method,
      ...(body !== undefined && { body }),
      headers: isBearer ? { Authorization: `Bearer ${this.#token}` } : {},
    });
    const answer = (await response.json().catch(() => ({}))) as {
      token?: string;
      error?: { details: { action: string; retry_after?: number } };
    };
    if (answer.token !== undefined) this.#token = answer.token;
    if (response.ok) return 'signed in';
    const { action, retry_after = 0 } = answer.error?.details ?? { action: 'support' };
    switch (action) {
      case 'retry':
        if (tries <= 1 || retry_after > LONGEST_WAIT) return 'try later';
        this.#wait(retry_after);
        return this.run(request, tries - 1, mayRefresh);
      case 'refresh': {
        if (!mayRefresh) return 'try later';
        const ending = await this.run({ method: 'POST', path: '/api/auth/refresh' });
        return ending === 'signed in' ? this.run(request, tries, false) : ending;
      }
      default:
        return ENDINGS[action as Action] ?? 'support';
    }
  }
}

export const ENDINGS: Readonly<Record<Action, Ending>> = {
  retry: 'try later',
  refresh: 'sign-in form',
  login: 'sign-in form',
  reauthenticate: 'confirm the identity',
  solve_captcha: 'CAPTCHA',
  complete_challenge: 'challenge',
  reset_password: 'password reset',
  reenter_password: 'enter it again',
  reenter_code: 'enter it again',
  request_code: 'request a code',
  confirm_account: 'confirmation',
  fix_request: 'correct the request',
  contact_support: 'support',
};
