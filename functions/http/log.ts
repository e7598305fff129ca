/**
 * Writes log lines: one JSON object per line, which may hold metrics as well (CloudWatch: "Embedded
 * metric format specification"). It replaces a logger and a metrics library, which cost a third of
 * the smallest bundles and wrote five lines where two hold the same (see `docs/performance.md`).
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import { serviceName } from '../../contract/environment.ts';
import { METRICS } from '../../contract/metrics.ts';

const LEVELS = ['INFO', 'WARN', 'ERROR', 'SILENT'] as const;
export type Level = Exclude<(typeof LEVELS)[number], 'SILENT'>;

/** One metric of a line. The line has a field for the value and for each dimension. */
export interface Metric {
  name: string;
  unit: 'Count' | 'Milliseconds';
  /** Names of fields. Every metric has the dimension `service` as well. */
  dimensions: readonly string[];
}

/** Fields that every line of a request has. */
interface RequestFields {
  request_id: string;
  function_request_id: string;
  /** Keyed fingerprint of the client's network. Absent in functions without that key. */
  network?: string;
}

interface CurrentRequest {
  fields: RequestFields;
  /** By the monotonic clock, in milliseconds. */
  startedAt: number;
}

const service = serviceName(process.env);
const isMeasured = process.env.METRICS_DISABLED !== 'true';
const minimum = LEVELS.indexOf((process.env.LOG_LEVEL ?? 'INFO').toUpperCase() as Level);

/** One process may handle several requests at once, so the current one cannot be a variable. */
const current = new AsyncLocalStorage<CurrentRequest>();

/** Runs the work of one request. Lines that it writes have the fields of this request. */
export const runRequest = <T>(fields: RequestFields, work: () => T): T =>
  current.run({ fields, startedAt: performance.now() }, work);

/** Adds the fingerprint of the client's network to the lines of the current request. */
export function setNetwork(network: string): void {
  const request = current.getStore();
  if (request) request.fields = { ...request.fields, network };
}

/** Returns how long the current request has taken, in milliseconds. */
export const elapsedMs = (): number =>
  performance.now() - (current.getStore()?.startedAt ?? performance.now());

/** Writes one line. A metric's value is the field of its name. */
export function writeLine(
  level: Level,
  message: string,
  fields: Readonly<Record<string, unknown>>,
  metrics: readonly Metric[] = [],
): void {
  if (LEVELS.indexOf(level) < minimum) return;
  const now = new Date();
  const line = {
    level,
    message,
    timestamp: now.toISOString(),
    service,
    ...current.getStore()?.fields,
    ...fields,
    ...(isMeasured && metrics.length > 0 && { _aws: describeMetrics(metrics, now.getTime()) }),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Several metrics with different dimensions can stand in one line. */
const describeMetrics = (metrics: readonly Metric[], nowMs: number) => ({
  Timestamp: nowMs,
  CloudWatchMetrics: metrics.map(({ name, unit, dimensions }) => ({
    Namespace: METRICS.namespace,
    Dimensions: [['service', ...dimensions]],
    Metrics: [{ Name: name, Unit: unit }],
  })),
});
