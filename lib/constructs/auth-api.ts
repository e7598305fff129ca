import { Duration, Stack, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, MetricFilter, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { EXPOSED_HEADERS } from '../../contract/envelope.ts';
import { type GatewayResponseType, PREFLIGHT } from '../../contract/gateway.ts';
import { GATEWAY_QUOTA, TIMEOUTS } from '../../contract/limits.ts';
import { METRICS } from '../../contract/metrics.ts';
import { BASE_PATH, type Route } from '../../contract/routes/index.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { TRACING_OFF_REASON } from './auth-function.ts';
import { encryptWith } from './encryption-key.ts';
import { addEnvelopeResponses } from './gateway-responses.ts';
import { removalOf } from './removal.ts';
import { PERIOD } from './runbook-alarm.ts';

/** A route and the function that serves it. */
export interface Endpoint {
  route: Pick<Route, 'method' | 'path' | 'throttle'>;
  handler: IFunction;
}

/**
 * The REST API. It serves the given routes and no others. Responses that API Gateway makes itself
 * are error envelopes.
 */
export class AuthApi extends Construct {
  readonly api: RestApi;
  /**
   * Count of requests that API Gateway throttled. API Gateway's own metrics do not separate them
   * from other 4xx responses. Undefined if the setting `monitoring` is false.
   */
  readonly gatewayThrottles: IMetric | undefined;

  constructor(
    scope: Construct,
    id: string,
    { endpoints, config }: { endpoints: readonly Endpoint[]; config: StageConfig },
  ) {
    super(scope, id);
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: config.logRetention as RetentionDays,
      removalPolicy: removalOf(config),
      ...encryptWith(this, 'AccessLog', config.encryptionKeyArn),
    });
    this.api = new RestApi(this, 'Api', {
      // Unique per stage: API Gateway's metrics identify an API by its name only, and stages may
      // share an account.
      restApiName: Stack.of(this).stackName,
      description: 'Chordian Auth',
      endpointTypes: [EndpointType.REGIONAL],
      // Otherwise the default endpoint would be a way around whatever protects the domain.
      disableExecuteApiEndpoint: config.domain !== undefined,
      // The account has one role for all APIs. The account's stack sets it.
      cloudWatchRole: false,
      deployOptions: {
        // The first segment of every published path, so that the default execute-api URL has it
        // too.
        stageName: BASE_PATH.slice(1),
        tracingEnabled: config.tracing,
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        // Metrics of each method would cost extra, and no alarm or dashboard reads them.
        metricsEnabled: false,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
        // For requests that match no route, such as preflights.
        throttlingRateLimit: sumThrottles(endpoints, 'rate'),
        throttlingBurstLimit: sumThrottles(endpoints, 'burst'),
        methodOptions: Object.fromEntries(
          endpoints.map(({ route: { method, path, throttle } }) => [
            `${path}/${method}`,
            { throttlingRateLimit: throttle.rate, throttlingBurstLimit: throttle.burst },
          ]),
        ),
      },
    });
    this.gatewayThrottles = config.monitoring ? this.#countThrottles(accessLog) : undefined;
    addEnvelopeResponses(this.api, config.documentationUrl);
    for (const endpoint of endpoints) this.#addRoute(endpoint);
    if (config.allowedOrigins.length > 0) this.#addPreflights(endpoints, config.allowedOrigins);
    this.#acknowledgeFindings();
    if (!config.tracing) {
      Validations.of(this.api).acknowledge({
        id: 'Serverless-APIGWXrayEnabled',
        reason: TRACING_OFF_REASON,
      });
    }
  }

  /** API Gateway has no metric for throttled requests, so they are counted in the access log. */
  #countThrottles(logGroup: LogGroup): IMetric {
    new MetricFilter(this, 'Throttled', {
      logGroup,
      filterPattern: FilterPattern.stringValue(
        '$.response_type',
        '=',
        'THROTTLED' satisfies GatewayResponseType,
      ),
      metricNamespace: METRICS.namespace,
      metricName: GATEWAY_THROTTLES,
      dimensions: { api: '$.api' },
    });
    return new Metric({
      namespace: METRICS.namespace,
      metricName: GATEWAY_THROTTLES,
      dimensionsMap: { api: this.api.restApiId },
      statistic: Stats.SUM,
      period: PERIOD,
      label: 'Throttled at the gateway',
    });
  }

  #addRoute({ route, handler }: Endpoint): void {
    this.api.root.resourceForPath(route.path).addMethod(
      route.method,
      new LambdaIntegration(handler, {
        timeout: Duration.seconds(TIMEOUTS.gateway),
        allowTestInvoke: false,
      }),
    );
  }

  /** Adds one preflight per resource, for all methods of its routes. */
  #addPreflights(endpoints: readonly Endpoint[], allowedOrigins: readonly string[]): void {
    for (const [path, endpointsOfPath] of Map.groupBy(endpoints, ({ route }) => route.path)) {
      this.api.root.resourceForPath(path).addCorsPreflight({
        allowOrigins: [...allowedOrigins],
        allowCredentials: true,
        allowMethods: endpointsOfPath.map(({ route }) => route.method),
        allowHeaders: [...PREFLIGHT.headers],
        exposeHeaders: [...EXPOSED_HEADERS],
        maxAge: Duration.seconds(PREFLIGHT.maxAge),
      });
    }
  }

  #acknowledgeFindings(): void {
    Validations.of(this.api).acknowledge(
      {
        id: 'AwsSolutions-APIG2',
        reason:
          'The functions validate requests. Unlike API Gateway, they name the invalid field in ' +
          'their errors.',
      },
      {
        id: 'AwsSolutions-APIG4',
        reason: 'These routes authenticate the caller. Each of them verifies its own credential.',
      },
      {
        id: 'AwsSolutions-COG4',
        reason: 'Clients hold a session JWT of this service and never receive a Cognito token.',
      },
      {
        id: 'AwsSolutions-APIG6',
        reason:
          'Execution logs contain request headers, and so tokens. The access log has the type of ' +
          'each error, and the log of the function has the cause.',
      },
    );
  }
}

/** The sum over all routes. No API can have more than the quota of its account. */
const sumThrottles = (endpoints: readonly Endpoint[], limit: 'rate' | 'burst'): number =>
  Math.min(
    GATEWAY_QUOTA[limit],
    endpoints.reduce((sum, { route }) => sum + route.throttle[limit], 0),
  );

const GATEWAY_THROTTLES = 'GatewayThrottles';

/**
 * The access log contains nothing that a client wrote: no query string and no header, and the
 * resource instead of the path.
 */
const ACCESS_LOG = {
  api: '$context.apiId',
  request_id: '$context.extendedRequestId',
  time: '$context.requestTimeEpoch',
  source_ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  status: '$context.status',
  response_type: '$context.error.responseType',
  response_length: '$context.responseLength',
  latency_ms: '$context.responseLatency',
  integration_latency_ms: '$context.integrationLatency',
  integration_status: '$context.integrationStatus',
  integration_error: '$context.integration.error',
  waf_status: '$context.waf.status',
  trace_id: '$context.xrayTraceId',
};
