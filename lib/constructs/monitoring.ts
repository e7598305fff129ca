import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AUDIT_EVENTS, SUCCESS } from '../../contract/metrics.ts';
import { COMMON_CODES, ROUTE_NAMES, routeOf } from '../../contract/routes/index.ts';
import { serviceOf } from './auth-function.ts';
import { measuresOf, sum } from './function-metrics.ts';
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
    const { requests, requestsWith, latency, auditEvents } = measuresOf(serviceOf(this));
    const throttled = sum(
      functions.map((fn) => fn.metricThrottles({ period: PERIOD, statistic: Stats.SUM })),
      'Lambda throttles',
    );
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
        metric: requestsWith('BAD_GATEWAY'),
        threshold: 5,
      },
      UpstreamThrottles: {
        heading: 'Upstream throttles',
        summary: 'Cognito throttles the service',
        metric: requestsWith('SERVICE_UNAVAILABLE'),
        threshold: 5,
      },
      GatewayThrottles: {
        heading: 'Gateway throttles',
        summary: 'The limits of a route refuse requests',
        metric: gatewayThrottles,
        threshold: 100,
      },
      FunctionThrottles: {
        heading: 'Function throttles',
        summary: 'Lambda refuses to run more of a function at once',
        metric: throttled,
        threshold: 1,
      },
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
    for (const route of ROUTE_NAMES) {
      const codes = [SUCCESS, ...new Set([...routeOf(route).codes, ...COMMON_CODES])] as const;
      dashboard.addWidgets(
        graph(
          `${route}: outcomes`,
          codes.map((code) => requests(route, code)),
        ),
        graph(`${route}: latency (ms)`, [latency(route, Stats.p(50)), latency(route, Stats.p(99))]),
      );
    }
    dashboard.addWidgets(
      graph('Security events', AUDIT_EVENTS.map(auditEvents)),
      graph('Throttles', [gatewayThrottles, throttled]),
    );
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: 12 });
