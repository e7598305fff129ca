/** Ports that every area needs: the time, the security log and the error log. */

import type { AuditEvent } from '../../contract/metrics.ts';

/** Returns the current time in milliseconds since the epoch. */
export type Clock = () => number;

/** Logs a failure that does not change the response. */
export type Report = (error: unknown) => void;

/** Records a security event. The fields must not contain secrets or usernames in clear text. */
export type Audit = (
  event: AuditEvent,
  fields: Readonly<Record<string, string | number | undefined>>,
) => void;
