import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { METRICS } from '../../contract/metrics.ts';
import { ROUTE_NAMES, routeOf } from '../../contract/routes.ts';
import { runbookLink } from '../../lib/constructs/alarm.ts';
import { inRepository } from '../../lib/paths.ts';
import { only, resources, synthesise, text } from './synthesised.ts';

const topic = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const { foundation, service } = synthesise('prod', { alarmTopicArn: topic });
const alarms = Object.entries({ ...resources(service, 'AWS::CloudWatch::Alarm'), ...resources(foundation, 'AWS::CloudWatch::Alarm') });
const headings = readFileSync(inRepository('docs/runbook.md'), 'utf8').match(/(?<=^## ).+$/gm) ?? [];

describe('alarms', () => {
  test.each(alarms)('%s links to its heading in the runbook and notifies', (_, { Properties }) => {
    const anchor = /docs\/runbook\.md#([\w-]+)$/.exec(String(Properties.AlarmDescription))?.[1];
    expect(headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-'))).toContain(anchor);
    expect(Properties).toMatchObject({ AlarmActions: [topic], OKActions: [topic], TreatMissingData: 'notBreaching' });
  });

  test('each heading of the runbook has its alarm', () => {
    expect(new Set(alarms.map(([, { Properties }]) => String(Properties.AlarmDescription).split('#')[1]))).toEqual(
      new Set(headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-'))),
    );
  });

  test('a misspelt heading fails synth', () => {
    expect(() => runbookLink('Sever errors')).toThrow('docs/runbook.md has no heading "## Sever errors"');
  });

  test('upstream failures are counted on every route that may answer with one', () => {
    const upstream = alarms.find(([id]) => id.includes('UpstreamFailures'))?.[1].Properties.Metrics as {
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
          { Name: 'service', Value: METRICS.service },
        ]),
      })),
    );
  });

  test('throttles at the gateway are counted out of the access log', () => {
    service.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ $.response_type = "THROTTLED" }',
      MetricTransformations: [{ MetricNamespace: METRICS.namespace, MetricName: 'GatewayThrottles', MetricValue: '1' }],
    });
  });

  test('none notifies anyone where no topic is named', () => {
    for (const { Properties } of Object.values(resources(synthesise('dev').service, 'AWS::CloudWatch::Alarm'))) {
      expect(Properties).not.toHaveProperty('AlarmActions');
    }
  });
});

test('the dashboard shows every route', () => {
  const body = text(only(resources(service, 'AWS::CloudWatch::Dashboard')).Properties.DashboardBody);
  for (const route of ROUTE_NAMES) expect(body).toContain(`${route}: outcomes`);
});
