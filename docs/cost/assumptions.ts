/** What an average user does, and what the service needs for it. Change it to match your app. */

export const ASSUMPTIONS = {
  /** How often an active user does each operation in a month. Names of `bench/budgets.json`. */
  operations: {
    login: 1.5,
    'login that ends an old session': 0.5,
    'refresh that revalidates': 12,
    session: 228,
    'session that reports a stale row': 12,
    logout: 0.5,
    'confirmation in the background': 12,
  },
  /** Mails for each active user in a month. */
  mails: 0.3,
  /** The function's own time besides its round trips, in milliseconds. */
  ownMs: 10,
  /** Headers and body of a response. */
  responseBytes: 1_500,
  /** Lines that Lambda and API Gateway add to the log of a request. */
  platformLogBytes: 1_000,
  /** The busiest second compared with the average second. */
  peak: 5,
} as const;

export type OperationName = keyof typeof ASSUMPTIONS.operations;

/** A queue calls the function of this operation. Every other operation is a request of a client. */
export const BACKGROUND: OperationName = 'confirmation in the background';

/** What the stage `prod` creates, however much it is used. A test counts it in the templates. */
export const RESOURCES = { dashboards: 1, firewalls: 1, firewallRules: 7, secrets: 3 } as const;
