/** The functions' own metrics, as `contract/metrics.ts` names them. */

import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ErrorCode } from '../../contract/errors/index.ts';
import { type AuditEvent, DIMENSIONS, METRICS, type OutcomeCode } from '../../contract/metrics.ts';
import { ROUTE_NAMES, type RouteName, routeOf } from '../../contract/routes/index.ts';
import { PERIOD } from './runbook-alarm.ts';

type Measured = keyof typeof DIMENSIONS;
type Values<M extends Measured> = Record<(typeof DIMENSIONS)[M][number], string>;

function measure<M extends Measured>(
  service: string,
  measured: M,
  values: Values<M>,
  statistic: string,
  label: string,
): Metric {
  const names: readonly (keyof Values<M>)[] = DIMENSIONS[measured];
  return new Metric({
    namespace: METRICS.namespace,
    metricName: METRICS[measured],
    dimensionsMap: { service, ...Object.fromEntries(names.map((name) => [name, values[name]])) },
    statistic,
    period: PERIOD,
    label,
  });
}

/** The metrics of the functions that call themselves so. */
export function measuresOf(service: string) {
  const requests = (route: RouteName, code: OutcomeCode): Metric =>
    measure(service, 'requests', { route, code }, Stats.SUM, `${route} ${code}`);
  return {
    requests,
    latency: (route: RouteName, statistic: string): Metric =>
      measure(service, 'latency', { route }, statistic, `${route} ${statistic}`),
    auditEvents: (event: AuditEvent): Metric =>
      measure(service, 'auditEvents', { event }, Stats.SUM, event),
    /** How often a code was the answer, over every route that may give it. */
    requestsWith: (code: ErrorCode): IMetric =>
      sum(
        ROUTE_NAMES.filter((route) => routeOf(route).codes.includes(code)).map((route) =>
          requests(route, code),
        ),
        code,
      ),
  };
}

export function sum(metrics: readonly IMetric[], label: string): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({ expression: `SUM(METRICS())`, usingMetrics, label, period: PERIOD });
}
