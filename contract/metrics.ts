import type { ErrorCode } from './errors/index.ts';

/**
 * What the functions measure and what the dashboard and the alarms read (CloudWatch, embedded
 * metric format).
 */
export const METRICS = {
  namespace: 'ChordianAuth',
  /**
   * Powertools' `service` dimension where no deployment names one: it is per stage, so that stages
   * may share an account.
   */
  service: 'auth',
  /** Count. Dimensions `service`, `code`: alarms must not grow with the number of routes. */
  requests: 'Requests',
  /** Milliseconds. Dimensions `service`, `route`. */
  latency: 'Latency',
  /** Count. Dimensions `service`, `event`. */
  auditEvents: 'AuditEvents',
} as const;

/**
 * Dimensions besides `service`, by metric. A metric is only found under exactly the dimensions it
 * was written with.
 */
export const DIMENSIONS = {
  requests: ['code'],
  latency: ['route'],
  auditEvents: ['event'],
} as const;

/** Value of the `code` dimension: an error code, or this. */
export const SUCCESS = 'OK';
export type OutcomeCode = ErrorCode | typeof SUCCESS;

/** Security events, one log line and one count each. */
export const AUDIT_EVENTS = [
  'login_succeeded',
  'login_failed',
  'captcha_demanded',
  'login_throttled',
  'reuse_detected',
  'session_ended',
  'session_refused',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];
