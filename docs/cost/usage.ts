/** What the operations consume, by the budgets that tests hold against the code. */

import { KEYRING } from '../../contract/limits.ts';
import { HTTP_FUNCTIONS } from '../../contract/routes/index.ts';
import { MEMORY_MEGABYTES } from '../../lib/config/memory.ts';
import { type Budgets, durationOf } from '../generate/budgets.ts';
import { ASSUMPTIONS, BACKGROUND, RESOURCES } from './assumptions.ts';
import type { PriceName } from './prices.ts';

/** Amounts in the units of the prices. */
export type Usage = Partial<Record<PriceName, number>>;

const MILLION = 1_000_000;
const GIGABYTE = 1_000_000_000;
export const SECONDS_PER_MONTH = 30 * 86_400;

/**
 * The requests to SQS for one message: EventBridge sends it, and Lambda receives and deletes it.
 */
const REQUESTS_PER_MESSAGE = 3;

const findOperation = ({ operations }: Budgets, name: string) => {
  const operation = operations[name];
  if (!operation) throw new RangeError(`bench/budgets.json has no operation ${name}`);
  return operation;
};

/** Returns how long the function of an operation runs, in milliseconds. */
export const runtimeOf = (budgets: Budgets, name: string): number =>
  durationOf(findOperation(budgets, name).trips) + ASSUMPTIONS.ownMs;

/** The bytes that the function writes to its log. The budget is of the route: the first word. */
function logBytesOf({ log }: Budgets, name: string): number {
  if (name === BACKGROUND) return 0;
  const [route = ''] = name.split(' ');
  const budget = log[route];
  if (!budget) throw new RangeError(`bench/budgets.json has no log of ${route}`);
  return budget.bytes;
}

/** Returns what a million of one operation consumes, without the users of Cognito. */
export function usageOf(budgets: Budgets, name: string): Usage {
  const { trips, units } = findOperation(budgets, name);
  const isRequest = name !== BACKGROUND;
  const logBytes = logBytesOf(budgets, name) + ASSUMPTIONS.platformLogBytes;
  return {
    ...(isRequest && {
      gateway: 1,
      transfer: (MILLION * ASSUMPTIONS.responseBytes) / GIGABYTE,
      firewallRequests: 1,
    }),
    invocations: 1,
    duration: (runtimeOf(budgets, name) / 1_000) * (MEMORY_MEGABYTES / 1_024),
    writes: units.write,
    reads: units.read,
    logs: (MILLION * logBytes) / GIGABYTE,
    events: trips.flat().filter((call) => call === 'PutEvents').length,
    queues: isRequest ? 0 : REQUESTS_PER_MESSAGE,
  };
}

/** Returns how many executions of all functions run at the same time on average. */
export const concurrencyOf = (budgets: Budgets, users: number): number =>
  Object.entries(ASSUMPTIONS.operations).reduce(
    (sum, [name, count]) => sum + (users * count * runtimeOf(budgets, name)) / 1_000,
    0,
  ) / SECONDS_PER_MONTH;

/** Returns what the service consumes in a month with so many active users. */
export function monthlyUsage(budgets: Budgets, users: number, metrics: number): Usage {
  const usage: Usage = {
    mails: (users * ASSUMPTIONS.mails) / 1_000,
    metrics,
    dashboards: RESOURCES.dashboards,
    secrets: RESOURCES.secrets,
    firewall: RESOURCES.firewalls,
    firewallRules: RESOURCES.firewallRules,
  };
  const add = (name: PriceName, amount: number) => {
    usage[name] = (usage[name] ?? 0) + amount;
  };
  for (const [name, count] of Object.entries(ASSUMPTIONS.operations)) {
    for (const [part, amount] of Object.entries(usageOf(budgets, name))) {
      add(part as PriceName, (users * count * amount) / MILLION);
    }
  }
  // Each function has an instance at any time, and each instance reads its secrets again and again.
  const instances = HTTP_FUNCTIONS.length + concurrencyOf(budgets, users);
  const readings = SECONDS_PER_MONTH / KEYRING.cache;
  add('secretReads', (instances * RESOURCES.secrets * readings) / MILLION);
  return usage;
}
