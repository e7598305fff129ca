/** The metrics that the functions write, as `contract/metrics.ts` names them. */

import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type AuditEvent, DIMENSIONS, METRICS, type OutcomeCode } from '../../contract/metrics.ts';
import { PERIOD } from './runbook-alarm.ts';

type MetricKey = keyof typeof DIMENSIONS;
type DimensionValues<M extends MetricKey> = Record<(typeof DIMENSIONS)[M][number], string>;

function createMetric<M extends MetricKey>(
  service: string,
  key: M,
  values: DimensionValues<M>,
  statistic: string,
  label: string,
): Metric {
  const names: readonly (keyof DimensionValues<M>)[] = DIMENSIONS[key];
  return new Metric({
    namespace: METRICS.namespace,
    metricName: METRICS[key],
    dimensionsMap: { service, ...Object.fromEntries(names.map((name) => [name, values[name]])) },
    statistic,
    period: PERIOD,
    label,
  });
}

/** Creates the metrics of the functions whose service name is `service`. */
export const createMetrics = (service: string) => ({
  requests: (code: OutcomeCode): Metric =>
    createMetric(service, 'requests', { code }, Stats.SUM, code),
  auditEvents: (event: AuditEvent): Metric =>
    createMetric(service, 'auditEvents', { event }, Stats.SUM, event),
  staleSecrets: (): Metric => createMetric(service, 'staleSecrets', {}, Stats.SUM, 'Stale secrets'),
  /**
   * Latency in milliseconds, with one line per route. A search finds the routes, so the expression
   * does not grow with their number. Alarms cannot use searches (CloudWatch: "CloudWatch search
   * expression syntax").
   */
  latencies: (statistic: string): IMetric => {
    const schema = [METRICS.namespace, 'service', ...DIMENSIONS.latency].join(',');
    const filter = `service="${service}" MetricName="${METRICS.latency}"`;
    return new MathExpression({
      expression: `SEARCH('{${schema}} ${filter}', '${statistic}', ${PERIOD.toSeconds()})`,
      usingMetrics: {},
      label: statistic,
      period: PERIOD,
    });
  },
});

/**
 * Maximum number of metrics in one expression (CloudWatch: "Using math expressions with metrics").
 */
export const METRICS_PER_EXPRESSION = 10;

/** Adds metrics up. Each sum in a graph or an alarm needs a different `id`. */
export function sumMetrics(id: string, metrics: readonly IMetric[], label: string): IMetric {
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
