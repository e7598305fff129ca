/**
 * The metrics that the functions write and that the dashboard and the alarms read (CloudWatch:
 * "Embedded metric format specification").
 */

import type { ErrorCode } from './errors/index.ts';

export const METRICS = {
  namespace: 'ChordianAuth',
  /**
   * Value of the `service` dimension if the deployment does not set one. Deployments set
   * one per stack, so that stages may share an account.
   */
  service: 'auth',
  /** Count. Its dimensions exclude `route`, so that alarms do not grow with the routes. */
  requests: 'Requests',
  /** Milliseconds. */
  latency: 'Latency',
  /** Count. */
  auditEvents: 'AuditEvents',
  /** Count of reads of a secret that failed and whose last reading was used. */
  staleSecrets: 'StaleSecrets',
} as const;

/**
 * Dimensions of each metric, besides `service`. A reader must name exactly the dimensions with
 * which the metric was written.
 */
export const DIMENSIONS = {
  requests: ['code'],
  latency: ['route'],
  auditEvents: ['event'],
  staleSecrets: [],
} as const;

/** Value of the `code` dimension for a request that succeeds. Otherwise it is an error code. */
export const SUCCESS = 'OK';
export type OutcomeCode = ErrorCode | typeof SUCCESS;

/** Security events. Each one writes a log line and increments `auditEvents`. */
export const AUDIT_EVENTS = [
  'login_succeeded',
  'login_failed',
  'captcha_demanded',
  'login_throttled',
  'challenge_demanded',
  'challenge_failed',
  'challenge_throttled',
  'successor_reissued',
  'reuse_detected',
  'session_ended',
  'session_refused',
  'session_marked',
  'revalidation_failed',
  'user_event_without_user',
  'mail_requested',
  'mail_withheld',
  'mail_throttled',
  'mail_refused',
  'mail_failed',
  'code_refused',
  'account_confirmed',
  'password_reset',
  'reauthenticated',
  'reauthentication_failed',
  'reauthentication_throttled',
  'password_changed',
  'account_changed',
  'email_change_requested',
  'email_changed',
  'account_deleted',
  'passkey_added',
  'passkey_removed',
  'factor_enabled',
  'factor_disabled',
  'factor_refused',
  'factor_throttled',
  'app_event_failed',
  'notice_failed',
  'notice_omitted',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];
