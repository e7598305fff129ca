import type { Timeouts } from '../../functions/adapters/clients.ts';

/** In milliseconds: no test takes this long. */
const UNLIMITED = 60_000;

/** Returns limits of so many milliseconds for each try. Everything else is practically unlimited. */
export const timeoutsOf = (tryMs: number, tries = 3): Timeouts => ({
  connectMs: UNLIMITED,
  authorizerMs: UNLIMITED,
  cognitoMs: tryMs,
  cognitoAccountMs: tryMs,
  cognitoPasskeyMs: tryMs,
  cognitoRevokeMs: tryMs,
  eventsMs: UNLIMITED,
  messageTriggerMs: UNLIMITED,
  mailMs: UNLIMITED,
  database: { tries, tryMs, deadlineMs: UNLIMITED },
  secrets: { tries, tryMs, deadlineMs: UNLIMITED },
});

/** Returns limits of so many milliseconds for each operation of the database. */
export const databaseDeadlineOf = (deadlineMs: number): Timeouts => {
  const timeouts = timeoutsOf(UNLIMITED);
  return { ...timeouts, database: { ...timeouts.database, deadlineMs } };
};
