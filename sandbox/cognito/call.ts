/** What an operation works with while it serves one request. */

import type { Settings } from './options.ts';
import type { UserRecord } from './state/records.ts';
import type { Store } from './state/store.ts';

export interface Call {
  readonly operation: string;
  /** When the request is served, in milliseconds since the epoch. */
  readonly now: number;
  readonly store: Store;
  readonly settings: Settings;
  /**
   * Runs what waits for code of others, a trigger or a mail hook. Other requests are served
   * meanwhile, so that a trigger may call Cognito itself.
   */
  readonly outside: <T>(work: () => Promise<T>) => Promise<T>;
  /** Whom the request is about, for its management event. */
  subject?: Pick<UserRecord, 'poolId' | 'sub'> | undefined;
}
