import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
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
import { TIMEOUTS } from '../../contract/limits.ts';
import { METRICS } from '../../contract/metrics.ts';
import { BASE_PATH, type Route } from '../../contract/routes/index.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { TRACING_IS_OFF } from './auth-function.ts';
import { answerWithEnvelopes } from './gateway-responses.ts';
import { PERIOD } from './runbook-alarm.ts';

/** A route and what stands behind it. */
export interface Endpoint {
  route: Pick<Route, 'method' | 'path' | 'throttle'>;
  handler: IFunction;
}

/**
 * The REST API: the routes it is given and nothing else, and the envelope for all it says itself.
 */
export class AuthApi extends Construct {
  readonly api: RestApi;
  /**
   * Requests that the gateway's own limits refused; no metric of API Gateway tells them from other
   * 4xx.
   */
  readonly throttled: IMetric;

  constructor(
    scope: Construct,
    id: string,
    { endpoints, config }: { endpoints: readonly Endpoint[]; config: StageConfig },
  ) {
    super(scope, id);
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: config.logRetention as RetentionDays,
      removalPolicy: config.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, 'Api', {
      // Of the stage: API Gateway's metrics know an API by its name alone, and stages may share an
      // account.
      restApiName: Stack.of(this).stackName,
      description: 'Chordian Auth',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: false, // the account has one role for all APIs; the foundation sets it
      deployOptions: {
        // The first segment of every published path, also under the default execute-api name.
        stageName: BASE_PATH.slice(1),
        tracingEnabled: config.tracing,
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        metricsEnabled: true,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
        // What no route covers, such as preflights: as much as all routes together.
        throttlingRateLimit: total(endpoints, 'rate'),
        throttlingBurstLimit: total(endpoints, 'burst'),
        methodOptions: Object.fromEntries(
          endpoints.map(({ route: { method, path, throttle } }) => [
            `${path}/${method}`,
            // Said for each, whether or not a method with settings of its own would inherit the
            // stage's.
            {
              throttlingRateLimit: throttle.rate,
              throttlingBurstLimit: throttle.burst,
              metricsEnabled: true,
            },
          ]),
        ),
      },
    });
    this.throttled = this.#throttles(accessLog);
    answerWithEnvelopes(this.api, config.documentationUrl);
    for (const endpoint of endpoints) this.#add(endpoint);
    if (config.allowedOrigins.length > 0) this.#addPreflights(endpoints, config.allowedOrigins);
    this.#explain();
    if (!config.tracing) {
      Validations.of(this.api).acknowledge({
        id: 'Serverless-APIGWXrayEnabled',
        reason: TRACING_IS_OFF,
      });
    }
  }

  #throttles(logGroup: LogGroup): IMetric {
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

  #add({ route, handler }: Endpoint): void {
    this.api.root.resourceForPath(route.path).addMethod(
      route.method,
      new LambdaIntegration(handler, {
        timeout: Duration.seconds(TIMEOUTS.gateway),
        allowTestInvoke: false,
      }),
    );
  }

  /** One preflight per resource, for all methods of its routes. */
  #addPreflights(endpoints: readonly Endpoint[], allowedOrigins: readonly string[]): void {
    for (const [path, sharing] of Map.groupBy(endpoints, ({ route }) => route.path)) {
      this.api.root.resourceForPath(path).addCorsPreflight({
        allowOrigins: [...allowedOrigins],
        allowCredentials: true,
        allowMethods: sharing.map(({ route }) => route.method),
        allowHeaders: [...PREFLIGHT.headers],
        exposeHeaders: [...EXPOSED_HEADERS],
        maxAge: Duration.seconds(PREFLIGHT.maxAge),
      });
    }
  }

  #explain(): void {
    Validations.of(this.api).acknowledge(
      {
        id: 'AwsSolutions-APIG2',
        reason:
          'The functions validate: their refusal names the field, which the gateway’s cannot.',
      },
      {
        id: 'AwsSolutions-APIG4',
        reason:
          'These routes are where a caller gets authenticated; each verifies its own credential.',
      },
      {
        id: 'AwsSolutions-COG4',
        reason: 'Clients hold the service’s own session JWT and never see a Cognito token.',
      },
      {
        id: 'AwsSolutions-APIG6',
        reason:
          'Execution logs quote request headers, and so tokens; the access log names the error type and the function’s log has the cause.',
      },
    );
  }
}

const total = (endpoints: readonly Endpoint[], limit: 'rate' | 'burst'): number =>
  endpoints.reduce((sum, { route }) => sum + route.throttle[limit], 0);

const GATEWAY_THROTTLES = 'GatewayThrottles';

/**
 * Nothing that a client wrote: no query string, no header, and the resource instead of the path.
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
