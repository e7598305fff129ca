import type { Timeouts } from '../../functions/adapters/clients.ts';

/**
 * Returns limits of so many milliseconds for each try. Connecting and all tries together are
 * practically unlimited.
 */
export const timeoutsOf = (tryMs: number, tries = 3): Timeouts => ({
  connectMs: 60_000,
  cognitoMs: tryMs,
  cognitoRevokeMs: tryMs,
  database: { tries, tryMs, deadlineMs: 60_000 },
  secrets: { tries, tryMs, deadlineMs: 60_000 },
});
