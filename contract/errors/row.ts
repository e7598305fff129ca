/** What a row of the error table holds. Only what runs: its prose is in `docs/errors/`. */

/** Every value of `details.action`: what the client should do next. */
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
] as const;

export type Action = (typeof ACTIONS)[number];

/** The members of a row that one named cause of the code replaces. */
export interface ErrorVariant {
  message?: string;
  action?: Action;
  details?: Readonly<Record<string, string>>;
}

export interface ErrorRow {
  /** HTTP status, the same on the wire and in the body. */
  status: number;
  /**
   * `{name}` is filled from `details`. `{label}` is filled with the label of the route that
   * failed.
   */
  message: string;
  /** What the client should do next: `details.action`. */
  action: Action;
  /** Members of `details` that never change. */
  details?: Readonly<Record<string, string>>;
  /** Named causes with a text of their own. */
  variants?: Readonly<Record<string, ErrorVariant>>;
  /**
   * Seconds to wait when nothing better is known: `details.retry_after` and the `Retry-After`
   * header.
   */
  retryAfter?: number;
  /**
   * `error` of the Bearer challenge (RFC 6750 section 3.1). Null is a challenge without `error`,
   * which the RFC asks for if the request carried no token.
   */
  challenge?: 'invalid_token' | null;
  /** Set if the refresh cookie is of no further use. The answer then clears it. */
  clearsCookie?: true;
  /** API Gateway response types that are this error. */
  gateway?: readonly string[];
  /**
   * `details.reason` of an authorizer's refusal. The gateway's template always has that member, so
   * it needs a text even if the cause has none. Defaults to the message.
   */
  reason?: string;
}
