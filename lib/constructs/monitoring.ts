import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ERROR_CODES } from '../../contract/errors/index.ts';
import { AUDIT_EVENTS, SUCCESS } from '../../contract/metrics.ts';
import { serviceOf } from './auth-function.ts';
import { METRICS_PER_EXPRESSION, metricsOf, sum } from './function-metrics.ts';
import { PERIOD, RunbookAlarm, type RunbookAlarmProps } from './runbook-alarm.ts';

export interface MonitoringProps {
  api: RestApi;
  /** Requests that the gateway's limits refused. */
  gatewayThrottles: IMetric;
  functions: readonly IFunction[];
  topicArn: string | undefined;
}

/** The alarms and the dashboard of the service. */
export class Monitoring extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { api, gatewayThrottles, functions, topicArn }: MonitoringProps,
  ) {
    super(scope, id);
    const { requests, latencies, auditEvents } = metricsOf(serviceOf(this));
    const throttled = throttlesOf(functions);
    const alarms: Record<string, Omit<RunbookAlarmProps, 'topicArn'>> = {
      ServerErrors: {
        heading: 'Server errors',
        summary: 'At least 1% of requests end in a 5xx',
        metric: api.metricServerError({ period: PERIOD, statistic: Stats.AVERAGE }),
        threshold: 0.01,
        periods: { breaching: 2, of: 3 },
      },
      Latency: {
        heading: 'Slow answers',
        summary: 'One request in a hundred takes 3 s or longer',
        metric: api.metricLatency({ period: PERIOD, statistic: Stats.p(99) }),
        threshold: 3_000,
        periods: { breaching: 3, of: 3 },
      },
      UpstreamFailures: {
        heading: 'Upstream failures',
        summary: 'Cognito is unreachable, fails or cannot be understood',
        metric: requests('BAD_GATEWAY'),
        threshold: 5,
      },
      UpstreamThrottles: {
        heading: 'Upstream throttles',
        summary: 'Cognito throttles the service',
        metric: requests('SERVICE_UNAVAILABLE'),
        threshold: 5,
      },
      GatewayThrottles: {
        heading: 'Gateway throttles',
        summary: 'The limits of a route refuse requests',
        metric: gatewayThrottles,
        threshold: 100,
      },
      ...Object.fromEntries(
        throttled.map((metric, index) => [
          `FunctionThrottles${index === 0 ? '' : index + 1}`,
          {
            heading: 'Function throttles',
            summary: 'Lambda refuses to run more of a function at once',
            metric,
            threshold: 1,
          },
        ]),
      ),
      RefreshTokenReuse: {
        heading: 'Refresh token reuse',
        summary: 'A refresh token that had its successor was presented again',
        metric: auditEvents('reuse_detected'),
        threshold: 1,
      },
    };
    for (const [name, alarm] of Object.entries(alarms)) {
      new RunbookAlarm(this, name, { ...alarm, topicArn });
    }

    const dashboard = new Dashboard(this, 'Dashboard');
    dashboard.addWidgets(
      graph('Requests', [
        api.metricCount({ period: PERIOD }),
        api.metricClientError({ period: PERIOD }),
        api.metricServerError({ period: PERIOD }),
      ]),
      graph(
        'Latency at the gateway (ms)',
        [Stats.p(50), Stats.p(99)].map((statistic) =>
          api.metricLatency({ period: PERIOD, statistic }),
        ),
      ),
    );
    dashboard.addWidgets(
      graph(
        'Outcomes',
        ([SUCCESS, ...ERROR_CODES] as const).map((code) => requests(code)),
      ),
      graph('Latency of each route (ms)', [latencies(Stats.p(50)), latencies(Stats.p(99))]),
    );
    dashboard.addWidgets(
      graph('Security events', AUDIT_EVENTS.map(auditEvents)),
      graph('Throttles', [gatewayThrottles, ...throttled]),
    );
  }
}

/** Throttles of all functions: a sum for every ten, the most that an alarm can add up. */
function throttlesOf(functions: readonly IFunction[]): IMetric[] {
  const metrics = functions.map((fn) =>
    fn.metricThrottles({ period: PERIOD, statistic: Stats.SUM }),
  );
  const groups = Map.groupBy(metrics.entries(), ([index]) =>
    Math.floor(index / METRICS_PER_EXPRESSION),
  );
  return [...groups].map(([number, group]) =>
    sum(
      `throttles${number}x`,
      group.map(([, metric]) => metric),
      'Lambda throttles',
    ),
  );
}

const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: 12 });
