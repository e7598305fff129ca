/** The columns of the error table. The prose of each code is in `docs/errors/`. */

/** Every value of `details.action`, which tells the client what to do next. */
export const ACTIONS = [
  'fix_request',
  'login',
  'refresh',
  'retry',
  'solve_captcha',
  'complete_challenge',
  'reset_password',
  'confirm_account',
  'contact_support',
  'reenter_code',
  'reenter_password',
  'request_code',
  'reauthenticate',
] as const;

export type Action = (typeof ACTIONS)[number];

/** The members of a row that one named cause of the code replaces. */
export interface ErrorVariant {
  message?: string;
  action?: Action;
  details?: Readonly<Record<string, string>>;
}

export interface ErrorRow {
  /** HTTP status of the response. The body repeats it. */
  status: number;
  /**
   * `{name}` is filled from `details`. `{label}` is filled with the label of the route that
   * failed.
   */
  message: string;
  /** The value of `details.action`. */
  action: Action;
  /** Members of `details` that never change. */
  details?: Readonly<Record<string, string>>;
  /** Named causes with a text of their own. */
  variants?: Readonly<Record<string, ErrorVariant>>;
  /**
   * Default of `details.retry_after` and of the `Retry-After` header, in seconds. A throw site may
   * set another value.
   */
  retryAfter?: number;
  /**
   * `error` of the Bearer challenge (RFC 6750 section 3.1). Null is a challenge without `error`,
   * which the RFC recommends if the request contains no token.
   */
  challenge?: 'invalid_token' | null;
  /** Set if the refresh cookie is of no further use. The answer then clears it. */
  clearsCookie?: true;
  /** Set if the answer must set the cookie of this kind. The throw site gives its value. */
  setsCookie?: 'challenge';
  /** API Gateway response types that respond with this error. */
  gateway?: readonly string[];
  /**
   * `details.reason` of an authorizer's refusal. API Gateway's template always has that member, so
   * it needs a text even if the cause has none. Defaults to the message.
   */
  reason?: string;
}
