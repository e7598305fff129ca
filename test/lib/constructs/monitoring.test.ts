import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { METRICS } from '../../../contract/metrics.ts';
import { ROUTE_NAMES, routeOf } from '../../../contract/routes/index.ts';
import { STAGE_NAMES } from '../../../lib/config.ts';
import { runbookLink } from '../../../lib/constructs/runbook-alarm.ts';
import { inRepository } from '../../../lib/paths.ts';
import { only, resources, synthesise, text } from '../synthesised.ts';

const topic = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const { foundation, service } = synthesise('prod', { alarmTopicArn: topic });
const alarms = Object.entries({
  ...resources(service, 'AWS::CloudWatch::Alarm'),
  ...resources(foundation, 'AWS::CloudWatch::Alarm'),
});
const headings =
  readFileSync(inRepository('docs/runbook.md'), 'utf8').match(/(?<=^## ).+$/gm) ?? [];

describe('alarms', () => {
  test.each(alarms)('%s links to its heading in the runbook and notifies', (_, { Properties }) => {
    const anchor = /docs\/runbook\.md#([\w-]+)$/.exec(String(Properties.AlarmDescription))?.[1];
    expect(headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-'))).toContain(anchor);
    expect(Properties).toMatchObject({
      AlarmActions: [topic],
      OKActions: [topic],
      TreatMissingData: 'notBreaching',
    });
  });

  test('each heading of the runbook has its alarm', () => {
    expect(
      new Set(
        alarms.map(([, { Properties }]) => String(Properties.AlarmDescription).split('#')[1]),
      ),
    ).toEqual(new Set(headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-'))));
  });

  test('a misspelt heading fails synth', () => {
    expect(() => runbookLink('Sever errors')).toThrow(
      'docs/runbook.md has no heading "## Sever errors"',
    );
  });

  test('upstream failures are counted on every route that may answer with one', () => {
    const upstream = alarms.find(([id]) => id.includes('UpstreamFailures'))?.[1].Properties
      .Metrics as {
      MetricStat?: { Metric: unknown };
    }[];
    const metrics = upstream.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
    const routes = ROUTE_NAMES.filter((name) => routeOf(name).codes.includes('BAD_GATEWAY'));
    expect(metrics).toEqual(
      routes.map((route) => ({
        Namespace: METRICS.namespace,
        MetricName: METRICS.requests,
        Dimensions: expect.arrayContaining([
          { Name: 'code', Value: 'BAD_GATEWAY' },
          { Name: 'route', Value: route },
          { Name: 'service', Value: 'ChordianAuth-prod-Service' },
        ]),
      })),
    );
  });

  test('throttles at the gateway are counted out of the access log, each API’s own', () => {
    const api = Object.keys(resources(service, 'AWS::ApiGateway::RestApi'))[0];
    const { Format } = only(resources(service, 'AWS::ApiGateway::Stage')).Properties
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

  test('stages of one account are told apart: CloudWatch knows a REST API by its name alone', () => {
    const names = STAGE_NAMES.map(
      (stage) =>
        only(resources(synthesise(stage).service, 'AWS::ApiGateway::RestApi')).Properties.Name,
    );
    expect(new Set(names).size).toBe(STAGE_NAMES.length);
    const measured = alarms.flatMap(([, { Properties }]) =>
      Properties.Namespace === 'AWS/ApiGateway' ? [Properties.Dimensions] : [],
    );
    expect(measured.length).toBeGreaterThan(1);
    for (const dimensions of measured) {
      expect(dimensions).toEqual([{ Name: 'ApiName', Value: names[STAGE_NAMES.indexOf('prod')] }]);
    }
  });

  test('none notifies anyone where no topic is named', () => {
    for (const { Properties } of Object.values(
      resources(synthesise('dev').service, 'AWS::CloudWatch::Alarm'),
    )) {
      expect(Properties).not.toHaveProperty('AlarmActions');
    }
  });
});

test('the dashboard shows every route', () => {
  const body = text(
    only(resources(service, 'AWS::CloudWatch::Dashboard')).Properties.DashboardBody,
  );
  for (const route of ROUTE_NAMES) expect(body).toContain(`${route}: outcomes`);
});
