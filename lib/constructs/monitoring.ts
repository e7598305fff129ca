import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ERROR_CODES } from '../../contract/errors/index.ts';
import { AUDIT_EVENTS, SUCCESS } from '../../contract/metrics.ts';
import { serviceNameOf } from './auth-function.ts';
import { createMetrics, METRICS_PER_EXPRESSION, sumMetrics } from './function-metrics.ts';
import { PERIOD, RunbookAlarm, type RunbookAlarmProps } from './runbook-alarm.ts';

export interface MonitoringProps {
  api: RestApi;
  /** Count of requests that API Gateway throttled. */
  gatewayThrottles: IMetric;
  functions: readonly IFunction[];
  topicArn: string | undefined;
}

/** The metrics that both the alarms and the dashboard read. */
interface Sources {
  api: RestApi;
  gatewayThrottles: IMetric;
  functionThrottles: readonly IMetric[];
  functionMetrics: ReturnType<typeof createMetrics>;
}

/** The alarms and the dashboard of the service. */
export class Monitoring extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { api, gatewayThrottles, functions, topicArn }: MonitoringProps,
  ) {
    super(scope, id);
    const sources: Sources = {
      api,
      gatewayThrottles,
      functionThrottles: sumThrottles(functions),
      functionMetrics: createMetrics(serviceNameOf(this)),
    };
    const alarms = { ...createApiAlarms(sources), ...createFunctionAlarms(sources) };
    for (const [name, alarm] of Object.entries(alarms)) {
      new RunbookAlarm(this, name, { ...alarm, topicArn });
    }
    const dashboard = new Dashboard(this, 'Dashboard');
    for (const row of createRows(sources)) dashboard.addWidgets(...row);
  }
}

/** Alarms by construct ID. */
type Alarms = Record<string, Omit<RunbookAlarmProps, 'topicArn'>>;

/** The alarms on metrics of API Gateway. */
const createApiAlarms = ({ api, gatewayThrottles }: Sources): Alarms => ({
  ServerErrors: {
    heading: 'Server errors',
    summary: 'At least 1% of requests end in a 5xx',
    metric: api.metricServerError({ period: PERIOD, statistic: Stats.AVERAGE }),
    threshold: 0.01,
    datapoints: { breaching: 2, of: 3 },
  },
  Latency: {
    heading: 'Slow answers',
    summary: 'At least 1% of requests take 3 s or longer',
    metric: api.metricLatency({ period: PERIOD, statistic: Stats.p(99) }),
    threshold: 3_000,
    datapoints: { breaching: 3, of: 3 },
  },
  GatewayThrottles: {
    heading: 'Gateway throttles',
    summary: 'API Gateway rejects requests because they exceed the limit of a route',
    metric: gatewayThrottles,
    threshold: 100,
  },
});

/** The alarms on metrics of the functions. */
const createFunctionAlarms = ({ functionThrottles, functionMetrics }: Sources): Alarms => ({
  UpstreamFailures: {
    heading: 'Upstream failures',
    summary: 'Cognito is unreachable, fails or returns invalid responses',
    metric: functionMetrics.requests('BAD_GATEWAY'),
    threshold: 5,
  },
  UpstreamThrottles: {
    heading: 'Upstream throttles',
    summary: 'Cognito throttles the service',
    metric: functionMetrics.requests('SERVICE_UNAVAILABLE'),
    threshold: 5,
  },
  StaleSecrets: {
    heading: 'Stale secrets',
    summary: 'Functions cannot read their secrets and use what they read last',
    metric: functionMetrics.staleSecrets(),
    threshold: 1,
  },
  ...Object.fromEntries(
    functionThrottles.map((metric, index) => [
      `FunctionThrottles${index === 0 ? '' : index + 1}`,
      {
        heading: 'Function throttles',
        summary: 'Lambda rejects invocations because a function has reached its concurrency limit',
        metric,
        threshold: 1,
      },
    ]),
  ),
  FailedLogins: {
    heading: 'Failed logins',
    summary: 'Many sign-ins fail, which can be an attack on passwords',
    metric: functionMetrics.auditEvents('login_failed'),
    threshold: 300,
  },
  FailedChallenges: {
    heading: 'Failed challenges',
    summary: 'Many further steps of sign-ins fail, which can be an attack with stolen passwords',
    metric: functionMetrics.auditEvents('challenge_failed'),
    threshold: 100,
  },
  CaptchaDemands: {
    heading: 'CAPTCHA demands',
    summary: 'Many sign-ins must solve a CAPTCHA, because one network guesses passwords',
    metric: functionMetrics.auditEvents('captcha_demanded'),
    threshold: 300,
  },
  MailBudgets: {
    heading: 'Mail budgets',
    summary: 'Many mails with codes are not sent, because accounts or networks have had theirs',
    metric: sumMetrics(
      'mails',
      [functionMetrics.auditEvents('mail_withheld'), functionMetrics.auditEvents('mail_throttled')],
      'Mails not sent',
    ),
    threshold: 100,
  },
  MailFailures: {
    heading: 'Mail failures',
    summary: 'Cognito cannot send mails with codes',
    metric: functionMetrics.auditEvents('mail_failed'),
    threshold: 5,
  },
  RefusedCodes: {
    heading: 'Refused codes',
    summary: 'Many entered codes are not valid, which can be an attack on accounts',
    metric: functionMetrics.auditEvents('code_refused'),
    threshold: 300,
  },
  RefreshTokenReuse: {
    heading: 'Refresh token reuse',
    summary: 'A client presented a refresh token that had already been replaced',
    metric: functionMetrics.auditEvents('reuse_detected'),
    threshold: 1,
  },
});

/** The rows of the dashboard. */
const createRows = ({
  api,
  gatewayThrottles,
  functionThrottles,
  functionMetrics: { requests, latencies, auditEvents, staleSecrets },
}: Sources): GraphWidget[][] => [
  [
    createGraph('Requests', [
      api.metricCount({ period: PERIOD }),
      api.metricClientError({ period: PERIOD }),
      api.metricServerError({ period: PERIOD }),
    ]),
    createGraph('Latency at the gateway (ms)', [
      api.metricLatency({ period: PERIOD, statistic: Stats.p(50) }),
      api.metricLatency({ period: PERIOD, statistic: Stats.p(99) }),
    ]),
  ],
  [
    createGraph(
      'Outcomes',
      ([SUCCESS, ...ERROR_CODES] as const).map((code) => requests(code)),
    ),
    createGraph('Latency of each route (ms)', [latencies(Stats.p(50)), latencies(Stats.p(99))]),
  ],
  [
    createGraph('Security events', AUDIT_EVENTS.map(auditEvents)),
    createGraph('Throttles', [gatewayThrottles, ...functionThrottles]),
  ],
  [createGraph('Stale secrets', [staleSecrets()])],
];

/** Sums the throttles of all functions, in groups of the size that one expression allows. */
function sumThrottles(functions: readonly IFunction[]): IMetric[] {
  const metrics = functions.map((fn) =>
    fn.metricThrottles({ period: PERIOD, statistic: Stats.SUM }),
  );
  const groups = Map.groupBy(metrics.entries(), ([index]) =>
    Math.floor(index / METRICS_PER_EXPRESSION),
  );
  return [...groups].map(([number, group]) =>
    sumMetrics(
      `throttles${number}x`,
      group.map(([, metric]) => metric),
      'Lambda throttles',
    ),
  );
}

const createGraph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: 12 });
