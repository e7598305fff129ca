/** The functions' own metrics, as `contract/metrics.ts` names them. */

import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type AuditEvent, DIMENSIONS, METRICS, type OutcomeCode } from '../../contract/metrics.ts';
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

/** The metrics of the functions that call themselves `service`. */
export const metricsOf = (service: string) => ({
  requests: (code: OutcomeCode): Metric => measure(service, 'requests', { code }, Stats.SUM, code),
  auditEvents: (event: AuditEvent): Metric =>
    measure(service, 'auditEvents', { event }, Stats.SUM, event),
  /**
   * A line for each route, found by search: a dashboard does not grow with the routes. (CloudWatch:
   * "CloudWatch search expression syntax"; an alarm cannot use it.)
   */
  latencies: (statistic: string): IMetric => {
    const schema = [METRICS.namespace, 'service', ...DIMENSIONS.latency].join(',');
    const wanted = `service="${service}" MetricName="${METRICS.latency}"`;
    return new MathExpression({
      expression: `SEARCH('{${schema}} ${wanted}', '${statistic}', ${PERIOD.toSeconds()})`,
      usingMetrics: {},
      label: statistic,
      period: PERIOD,
    });
  },
});

/** CloudWatch allows an expression so many metrics ("Using math expressions with metrics"). */
export const METRICS_PER_EXPRESSION = 10;

/** The sum of some metrics. One graph needs a different `id` for each sum in it. */
export function sum(id: string, metrics: readonly IMetric[], label: string): IMetric {
  const usingMetrics = Object.fromEntries(
    metrics.map((metric, index) => [`${id}${index}`, metric]),
  );
  return new MathExpression({
    expression: 'SUM(METRICS())',
    usingMetrics,
    label,
    period: PERIOD,
  });
}
