/**
 * What the functions log and measure. A log line never contains an event, a body, a header or a
 * username in clear text.
 */

import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { errorRow } from '../../contract/errors/index.ts';
import { DIMENSIONS, METRICS, type OutcomeCode, SUCCESS } from '../../contract/metrics.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import type { AuthError } from '../core/error.ts';
import type { Audit, Report } from '../core/ports.ts';
import { elapsedMs, type Level, type Metric, writeLine } from './log.ts';

const AUDIT_METRICS: readonly Metric[] = [
  { name: METRICS.auditEvents, unit: 'Count', dimensions: DIMENSIONS.auditEvents },
];
const STALE_SECRET_METRICS: readonly Metric[] = [
  { name: METRICS.staleSecrets, unit: 'Count', dimensions: DIMENSIONS.staleSecrets },
];
const REQUEST_METRICS: readonly Metric[] = [
  { name: METRICS.requests, unit: 'Count', dimensions: DIMENSIONS.requests },
  { name: METRICS.latency, unit: 'Milliseconds', dimensions: DIMENSIONS.latency },
];

/**
 * Writes one line for a security event, which counts it as well. It is separate from the line of
 * the request, because a request may have several events.
 */
export const audit: Audit = (event, fields) =>
  writeLine('INFO', 'audit', { ...fields, event, [METRICS.auditEvents]: 1 }, AUDIT_METRICS);

/** Logs a failure that did not change the response. */
export const report: Report = (error) =>
  writeLine('WARN', 'passed over', { causes: listCauses(error) });

/** Logs the failure of an invocation that does not respond to a client. */
export const logFailure = (error: unknown, fields: Readonly<Record<string, string>>): void =>
  writeLine('ERROR', 'failed', { ...fields, causes: listCauses(error) });

/** Logs and counts a failed read of a secret whose last reading is used instead. */
export const reportStaleSecret: Report = (error) =>
  writeLine(
    'WARN',
    'stale secret',
    { causes: listCauses(error), [METRICS.staleSecrets]: 1 },
    STALE_SECRET_METRICS,
  );

/** Writes one line for every request, which holds its outcome, one count and one duration. */
export function observeRequests(route: RouteName) {
  const write = (level: Level, code: OutcomeCode, status: number, causes?: readonly string[]) => {
    const milliseconds = Math.max(0, elapsedMs());
    const fields = {
      route,
      code,
      status,
      duration_ms: Math.round(milliseconds),
      causes,
      [METRICS.requests]: 1,
      // Microseconds are exact enough.
      [METRICS.latency]: Math.round(milliseconds * 1_000) / 1_000,
    };
    writeLine(level, 'request', fields, REQUEST_METRICS);
  };
  return {
    after({ response }) {
      write('INFO', SUCCESS, response?.statusCode ?? 0);
    },
    onError({ error }) {
      const { code, cause } = error as AuthError;
      const { status } = errorRow(code);
      write(status >= 500 ? 'ERROR' : 'INFO', code, status, listCauses(cause));
    },
  } satisfies MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult>;
}

/** Lists the name and message of an error and of its causes, at most five. */
function listCauses(error: unknown): string[] {
  const causes: string[] = [];
  for (
    let cause = error;
    cause !== undefined && causes.length < 5;
    cause = cause instanceof Error ? cause.cause : undefined
  ) {
    causes.push(cause instanceof Error ? `${cause.name}: ${cause.message}` : typeof cause);
  }
  return causes;
}
