/**
 * Writes logs (JSON) and metrics (EMF). A log line never contains an event, a body, a header or a
 * username in clear text.
 */

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { serviceName } from '../../contract/environment.ts';
import { errorRow } from '../../contract/errors/index.ts';
import { METRICS, type OutcomeCode, SUCCESS } from '../../contract/metrics.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import type { AuthError } from '../core/error.ts';
import type { Audit, Report } from '../core/ports.ts';
import { findRequestId } from './request-id.ts';

const service = serviceName(process.env);
const logger = new Logger({ serviceName: service });
const metrics = new Metrics({ namespace: METRICS.namespace, serviceName: service });

/** Writes one log line and one count for a security event. */
export const audit: Audit = (event, fields) => {
  logger.info('audit', { event, ...fields });
  measure(METRICS.auditEvents, MetricUnit.Count, 1, { event });
};

/** Logs a failure that did not change the response. */
export const report: Report = (error) => logger.warn('passed over', { causes: listCauses(error) });

/** Logs and counts a failed read of a secret whose last reading is used instead. */
export const reportStaleSecret: Report = (error) => {
  logger.warn('stale secret', { causes: listCauses(error) });
  measure(METRICS.staleSecrets, MetricUnit.Count, 1, {});
};

/**
 * Writes one log line, one count and one duration for every request. The endpoint sets
 * `internal.startedAt` when the request starts.
 */
export function observeRequests(route: RouteName) {
  const finish = (startedAt: unknown, code: OutcomeCode, status: number) => {
    const milliseconds = Math.max(0, performance.now() - Number(startedAt));
    measure(METRICS.requests, MetricUnit.Count, 1, { code });
    measure(METRICS.latency, MetricUnit.Milliseconds, milliseconds, { route });
    return { route, code, status, duration_ms: Math.round(milliseconds) };
  };
  return {
    before({ event, context }) {
      logger.resetKeys();
      logger.appendKeys({
        request_id: findRequestId(event, context),
        function_request_id: context.awsRequestId,
      });
    },
    after({ response, internal }) {
      logger.info('request', finish(internal.startedAt, SUCCESS, response?.statusCode ?? 0));
    },
    onError({ error, internal }) {
      const { code, cause } = error as AuthError;
      const { status } = errorRow(code);
      const line = { ...finish(internal.startedAt, code, status), causes: listCauses(cause) };
      if (status >= 500) logger.error('request', line);
      else logger.info('request', line);
    },
  } satisfies MiddlewareObj<
    APIGatewayProxyEvent,
    APIGatewayProxyResult,
    Error,
    Context,
    { startedAt?: number }
  >;
}

function measure(
  name: string,
  unit: (typeof MetricUnit)[keyof typeof MetricUnit],
  value: number,
  dimensions: Record<string, string>,
): void {
  const metric = metrics.singleMetric();
  metric.addDimensions(dimensions);
  metric.addMetric(name, unit, value);
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
