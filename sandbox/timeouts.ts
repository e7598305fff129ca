import { TIMEOUTS } from '../contract/limits.ts';
import type { Timeouts } from '../functions/adapters/clients.ts';

/** How much longer the emulators may take than AWS. They share one machine with everything else. */
const FACTOR = 10;

const extend = ({ tries, tryMs, deadlineMs }: Timeouts['database']) => ({
  tries,
  tryMs: FACTOR * tryMs,
  deadlineMs: FACTOR * deadlineMs,
});

/** The time-outs of the functions when they call emulators. */
export const EMULATOR_TIMEOUTS: Timeouts = {
  connectMs: FACTOR * TIMEOUTS.connectMs,
  authorizerMs: FACTOR * TIMEOUTS.authorizerMs,
  cognitoMs: FACTOR * TIMEOUTS.cognitoMs,
  cognitoAccountMs: FACTOR * TIMEOUTS.cognitoAccountMs,
  cognitoPasskeyMs: FACTOR * TIMEOUTS.cognitoPasskeyMs,
  cognitoRevokeMs: FACTOR * TIMEOUTS.cognitoRevokeMs,
  eventsMs: FACTOR * TIMEOUTS.eventsMs,
  messageTriggerMs: FACTOR * TIMEOUTS.messageTriggerMs,
  mailMs: FACTOR * TIMEOUTS.mailMs,
  database: extend(TIMEOUTS.database),
  secrets: extend(TIMEOUTS.secrets),
};
