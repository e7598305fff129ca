import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ERROR_CODES } from '../../../contract/errors/index.ts';
import { METRICS } from '../../../contract/metrics.ts';
import { STAGE_NAMES } from '../../../lib/config/stages.ts';
import { Monitoring } from '../../../lib/constructs/monitoring.ts';
import { buildRunbookLink } from '../../../lib/constructs/runbook-alarm.ts';
import { inRepository } from '../../../lib/paths.ts';
import { createEmptyStack, findResources, getOnly, synthesise, toText } from '../synthesised.ts';

const topic = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const { foundation, service } = synthesise('prod', {
  alarmTopicArn: topic,
  mail: { from: 'no-reply@example.com', name: 'Example' },
});
const alarms = Object.entries({
  ...findResources(service, 'AWS::CloudWatch::Alarm'),
  ...findResources(foundation, 'AWS::CloudWatch::Alarm'),
});
const headings =
  readFileSync(inRepository('docs/runbook.md'), 'utf8').match(/(?<=^## ).+$/gm) ?? [];

describe('alarms', () => {
  test.each(alarms)(
    '%s links to its heading in the runbook and notifies the topic',
    (_, { Properties }) => {
      const anchor = /docs\/runbook\.md#([\w-]+)$/.exec(String(Properties.AlarmDescription))?.[1];
      expect(headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-'))).toContain(
        anchor,
      );
      expect(Properties).toMatchObject({
        AlarmActions: [topic],
        OKActions: [topic],
        TreatMissingData: 'notBreaching',
      });
    },
  );

  test('each heading of the runbook has an alarm', () => {
    expect(
      new Set(
        alarms.map(([, { Properties }]) => String(Properties.AlarmDescription).split('#')[1]),
      ),
    ).toEqual(new Set(headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-'))));
  });

  test('synthesis fails if a heading is misspelt', () => {
    expect(() => buildRunbookLink('Sever errors')).toThrow(
      'docs/runbook.md must have the heading "## Sever errors"',
    );
  });

  test.each([
    ['UpstreamFailures', 'BAD_GATEWAY'],
    ['UpstreamThrottles', 'SERVICE_UNAVAILABLE'],
  ])('%s counts a code over all routes', (id, code) => {
    const { Metrics } = (alarms.find(([name]) => name.includes(id))?.[1].Properties ?? {}) as {
      Metrics: { MetricStat?: { Metric: { Dimensions: object[] } } }[];
    };
    const [metric, ...others] = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
    expect(others).toEqual([]);
    expect(metric).toMatchObject({
      Namespace: METRICS.namespace,
      MetricName: METRICS.requests,
      Dimensions: expect.arrayContaining([
        { Name: 'code', Value: code },
        { Name: 'service', Value: 'ChordianAuth-prod-Service' },
      ]),
    });
    expect(metric?.Dimensions).toHaveLength(2);
  });

  test('no alarm sums more than ten metrics if there are 23 functions', () => {
    const stack = createEmptyStack();
    const functions = Array.from(
      { length: 23 },
      (_, index) =>
        new LambdaFunction(stack, `Function${index}`, {
          runtime: Runtime.NODEJS_24_X,
          handler: 'index.handler',
          code: Code.fromInline('0'),
        }),
    );
    const api = new RestApi(stack, 'Api', { cloudWatchRole: false });
    api.root.addMethod('GET');
    const gatewayThrottles = new Metric({ namespace: 'Test', metricName: 'Throttled' });
    new Monitoring(stack, 'Monitoring', { api, gatewayThrottles, functions, topicArn: undefined });
    const summed = Object.values(
      findResources(Template.fromStack(stack), 'AWS::CloudWatch::Alarm'),
    ).flatMap(({ Properties }) => {
      const { Metrics = [] } = Properties as { Metrics?: { MetricStat?: object }[] };
      expect(Metrics.filter(({ MetricStat }) => MetricStat).length).toBeLessThanOrEqual(10);
      return JSON.stringify(Metrics).match(/Function\d+/g) ?? [];
    });
    expect(new Set(summed).size).toBe(functions.length);
  });

  test('gateway throttles are counted in the access log, per API', () => {
    const api = Object.keys(findResources(service, 'AWS::ApiGateway::RestApi'))[0];
    const { Format } = getOnly(findResources(service, 'AWS::ApiGateway::Stage')).Properties
      .AccessLogSetting as { Format: string };
    expect(JSON.parse(Format)).toMatchObject({
      api: '$context.apiId',
      response_type: '$context.error.responseType',
    });
    service.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ $.response_type = "THROTTLED" }',
      MetricTransformations: [
        {
          MetricNamespace: METRICS.namespace,
          MetricName: 'GatewayThrottles',
          MetricValue: '1',
          Dimensions: [{ Key: 'api', Value: '$.api' }],
        },
      ],
    });
    const alarm = alarms.find(([id]) => id.includes('GatewayThrottles'))?.[1].Properties;
    expect(JSON.stringify(alarm)).toContain(JSON.stringify([{ Name: 'api', Value: { Ref: api } }]));
  });

  // CloudWatch identifies a REST API by its name only.
  test('alarms of different stages in one account read different metrics', () => {
    const names = STAGE_NAMES.map(
      (stage) =>
        getOnly(findResources(synthesise(stage).service, 'AWS::ApiGateway::RestApi')).Properties
          .Name,
    );
    expect(new Set(names).size).toBe(STAGE_NAMES.length);
    const dimensionsOfApi = alarms.flatMap(([, { Properties }]) =>
      Properties.Namespace === 'AWS/ApiGateway' ? [Properties.Dimensions] : [],
    );
    expect(dimensionsOfApi.length).toBeGreaterThan(1);
    for (const dimensions of dimensionsOfApi) {
      expect(dimensions).toEqual([{ Name: 'ApiName', Value: names[STAGE_NAMES.indexOf('prod')] }]);
    }
  });

  test('alarms have no actions if there is no topic', () => {
    for (const { Properties } of Object.values(
      findResources(synthesise('dev').service, 'AWS::CloudWatch::Alarm'),
    )) {
      expect(Properties).not.toHaveProperty('AlarmActions');
    }
  });
});

describe('the dashboard', () => {
  const body = toText(
    getOnly(findResources(service, 'AWS::CloudWatch::Dashboard')).Properties.DashboardBody,
  );

  test('shows every outcome code', () => {
    for (const code of ERROR_CODES) expect(body).toContain(`"code","${code}"`);
  });

  test('searches for the latency of every route', () => {
    const searchFor = (statistic: string) => ({
      expression:
        `SEARCH('{ChordianAuth,service,route} service="ChordianAuth-prod-Service" ` +
        `MetricName="Latency"', '${statistic}', 300)`,
      label: statistic,
    });
    const { widgets } = JSON.parse(body) as { widgets: { properties: { metrics: unknown[] } }[] };
    expect(widgets.map(({ properties }) => properties.metrics)).toContainEqual([
      [expect.objectContaining(searchFor('p50'))],
      [expect.objectContaining(searchFor('p99'))],
    ]);
  });
});
