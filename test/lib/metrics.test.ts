import { afterAll, describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { ERROR_CODES } from '../../contract/errors/index.ts';
import { AUDIT_EVENTS, METRICS, SUCCESS } from '../../contract/metrics.ts';
import { COMMON_CODES, ROUTE_NAMES, routeOf } from '../../contract/routes/index.ts';
import { STAGE_NAMES } from '../../lib/config/stages.ts';
import { capturedLogs } from '../support/logs.ts';
import { findResources, getOnly, synthesise, toText } from './synthesised.ts';

const { service } = synthesise('prod');
const serviceNamesOf = (template: Template): unknown[] =>
  Object.values(findResources(template, 'AWS::Lambda::Function'))
    .filter(({ Properties }) => String(Properties.Description).startsWith('Chordian Auth'))
    .map(
      ({ Properties }) =>
        (Properties.Environment as { Variables: Record<string, unknown> }).Variables.SERVICE_NAME,
    );

// The logger and the metrics read this variable when they are first imported.
process.env.SERVICE_NAME = String(serviceNamesOf(service)[0]);
const logs = capturedLogs();
const { AuthError } = await import('../../functions/core/error.ts');
const { audit, reportStaleSecret } = await import('../../functions/http/observe.ts');
const { exampleBody, lambdaContext, restEvent } = await import('../support/event.ts');
const { handlerOf } = await import('../support/handlers.ts');
afterAll(logs.release);

/** Identifies a metric as CloudWatch does: by its namespace, its name and all its dimensions. */
const toKey = (namespace: unknown, name: unknown, dimensions: Record<string, unknown>): string =>
  [
    namespace,
    name,
    ...Object.entries(dimensions)
      .map(([dimension, value]) => `${dimension}=${value}`)
      .toSorted(),
  ].join(' ');

/**
 * Collects the metrics that the functions write when every route returns each of its codes and
 * every security event happens once, and a secret cannot be read.
 */
async function collectWritten(): Promise<Set<string>> {
  for (const route of ROUTE_NAMES) {
    const codes = new Set([...routeOf(route).codes, ...COMMON_CODES]);
    for (const code of [SUCCESS, ...codes] as const) {
      const handler = handlerOf(route, async () => {
        if (code !== SUCCESS) throw new AuthError(code as 'INTERNAL_ERROR');
        return { body: {} } as never;
      });
      await handler(restEvent(route, { body: exampleBody(route) }), lambdaContext());
    }
  }
  for (const event of AUDIT_EVENTS) audit(event, {});
  reportStaleSecret(new Error('down'));
  return new Set(logs.lines().flatMap(listMetrics));
}

interface Emf {
  _aws: {
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
  };
}

/** Lists the metrics of one log line (CloudWatch: "Embedded metric format specification"). */
function listMetrics(line: object): string[] {
  if (!('_aws' in line)) return [];
  const values = line as Emf & Record<string, unknown>;
  return values._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name }) =>
      Dimensions.map((names) => {
        expect(typeof values[Name]).toBe('number');
        return toKey(
          Namespace,
          Name,
          Object.fromEntries(names.map((name) => [name, values[name]])),
        );
      }),
    ),
  );
}

/** A metric in a template. */
interface TemplateMetric {
  Namespace: string;
  MetricName: string;
  Dimensions?: { Name: string; Value: string }[];
}

/** Codes that no function returns. */
const ONLY_AT_THE_GATEWAY = ERROR_CODES.filter(
  (code) =>
    !(COMMON_CODES as readonly string[]).includes(code) &&
    !ROUTE_NAMES.some((route) => routeOf(route).codes.includes(code)),
);

const isOwnMetric = ({ Namespace }: TemplateMetric) => Namespace === METRICS.namespace;
const toKeyOfTemplate = ({ Namespace, MetricName, Dimensions = [] }: TemplateMetric) =>
  toKey(
    Namespace,
    MetricName,
    Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, toText(Value)])),
  );

/** Lists the metrics that the alarms read. */
const listAlarmMetrics = (template: Template): string[] =>
  Object.values(findResources(template, 'AWS::CloudWatch::Alarm'))
    .flatMap(({ Properties }) => {
      const { Metrics = [] } = Properties as {
        Metrics?: { MetricStat?: { Metric: TemplateMetric } }[];
      };
      return [
        ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []),
        ...('MetricName' in Properties ? [Properties as never] : []),
      ];
    })
    .filter(isOwnMetric)
    .map(toKeyOfTemplate);

/** Lists the metrics that the dashboard reads. Searches find theirs in `metrics`. */
function listDashboardMetrics(template: Template, metrics: ReadonlySet<string>): string[] {
  const { DashboardBody } = getOnly(
    findResources(template, 'AWS::CloudWatch::Dashboard'),
  ).Properties;
  const { widgets } = JSON.parse(toText(DashboardBody)) as {
    widgets: { properties: { metrics: unknown[][] } }[];
  };
  return widgets
    .flatMap(({ properties }) => properties.metrics)
    .flatMap(([first, name, ...rest]) => {
      const { expression } = (first ?? {}) as { expression?: string };
      if (expression?.startsWith('SEARCH(')) return findBySearch(expression, metrics);
      if (first !== METRICS.namespace) return [];
      const pairs = rest.filter((value) => typeof value === 'string');
      return toKey(
        first,
        name,
        Object.fromEntries(
          pairs.flatMap((value, index) => (index % 2 ? [] : [[value, pairs[index + 1]]])),
        ),
      );
    });
}

/** Finds the metrics that have exactly the dimensions, the name and the service of a search. */
function findBySearch(expression: string, metrics: ReadonlySet<string>): string[] {
  const [, schema = '', service, name] =
    /^SEARCH\('\{([\w,]+)\} service="([^"]+)" MetricName="(\w+)"',/.exec(expression) ?? [];
  const [namespace, ...dimensions] = schema.split(',');
  return [...metrics].filter((metric) => {
    const [ofNamespace, ofName, ...pairs] = metric.split(' ');
    return (
      ofNamespace === namespace &&
      ofName === name &&
      pairs.includes(`service=${service}`) &&
      pairs.map((pair) => pair.split('=')[0]).join() === dimensions.toSorted().join()
    );
  });
}

/** The only metric that is counted in the access log, and not written by functions. */
const isGatewayMetric = (metric: string) =>
  metric.startsWith(`${METRICS.namespace} GatewayThrottles `);

test('alarms and dashboard read the metrics that the functions write', async () => {
  const metrics = await collectWritten();
  const alarmed = listAlarmMetrics(service);
  expect(metrics.size).toBeGreaterThan(25);
  expect(alarmed).toHaveLength(14);
  expect(alarmed.filter((metric) => !metrics.has(metric) && !isGatewayMetric(metric))).toEqual([]);
  const shown = listDashboardMetrics(service, metrics).filter((metric) => !isGatewayMetric(metric));
  // The dashboard has a line for every code, including those that no function returns.
  expect([...metrics].filter((metric) => !shown.includes(metric))).toEqual([]);
  expect(shown.filter((metric) => !metrics.has(metric))).toEqual(
    ONLY_AT_THE_GATEWAY.map((code) =>
      toKey(METRICS.namespace, METRICS.requests, { service: serviceNamesOf(service)[0], code }),
    ),
  );
});

test('each log line of a request names the service', () => {
  const lines = logs.lines().filter((line) => line.message === 'request');
  expect(lines.length).toBeGreaterThan(30);
  for (const line of lines) expect(line.service).toBe(process.env.SERVICE_NAME);
});

describe('stages that share an account', () => {
  const stages = STAGE_NAMES.map((stage) => synthesise(stage));

  test('have one service name per stack, and a different one in each stack', () => {
    const names = stages.flatMap(({ foundation, service }) =>
      [foundation, service].map((template) => [...new Set(serviceNamesOf(template))]),
    );
    for (const ofOneStack of names) expect(ofOneStack).toEqual([expect.stringMatching(/./)]);
    expect(new Set(names.flat()).size).toBe(2 * STAGE_NAMES.length);
  });

  test('do not read each other’s metrics', async () => {
    const metrics = await collectWritten();
    const read = stages.map(({ service }) =>
      [
        ...new Set([...listAlarmMetrics(service), ...listDashboardMetrics(service, metrics)]),
      ].filter((metric) => !isGatewayMetric(metric)),
    );
    expect(new Set(read.flat()).size).toBe(read.flat().length);
  });
});
