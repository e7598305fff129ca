/** The arithmetic of the pages about cost and scaling, by values that were computed by hand. */

import { describe, expect, test } from '@jest/globals';
import { ASSUMPTIONS, RESOURCES } from '../../docs/cost/assumptions.ts';
import { COMPONENTS, dollarsOf, totalOf } from '../../docs/cost/components.ts';
import { PRICES, type PriceName, priceOf } from '../../docs/cost/prices.ts';
import { SOURCES } from '../../docs/cost/sources.ts';
import { concurrencyOf, monthlyUsage, runtimeOf, usageOf } from '../../docs/cost/usage.ts';
import { type Budgets, durationOf, readBudgets } from '../../docs/generate/budgets.ts';
import { dollars } from '../../docs/generate/cost-page.ts';
import { findResources, getOnly, synthesise } from '../lib/synthesised.ts';

const MILLION = 1_000_000;
/** Every operation is one call of the database, of one unit each, with a log of 500 bytes. */
const BUDGETS: Budgets = {
  ...readBudgets(),
  log: Object.fromEntries(
    ['login', 'refresh', 'session', 'logout'].map((name) => [name, { lines: 1, bytes: 500 }]),
  ),
  operations: Object.fromEntries(
    Object.keys(ASSUMPTIONS.operations).map((name) => [
      name,
      { trips: [['GetItem']], units: { read: 1, write: 1 } },
    ]),
  ),
};

test('a part of an amount has the price of its tier', () => {
  expect(priceOf(PRICES.lite.tiers, 10_000)).toBe(0);
  // 90,000 users at $0.0055 and 850,000 at $0.0046: AWS's own example.
  expect(priceOf(PRICES.lite.tiers, 950_000)).toBeCloseTo(495 + 3_910, 6);
  expect(priceOf(PRICES.essentials.tiers, 1_000_000)).toBeCloseTo(14_850, 6);
  // 333 million requests at $3.50 and 67 million at $2.80.
  expect(priceOf(PRICES.gateway.tiers, 400)).toBeCloseTo(1_165.5 + 187.6, 6);
});

test('a million session checks cost what their parts cost', () => {
  const usage = usageOf(BUDGETS, 'session');
  // 15 ms at 1 GB are 15,000 GB-seconds of $13.3334 a million, and a million requests $0.20.
  expect(dollarsOf(usage, ['invocations', 'duration'])).toBeCloseTo(0.2 + 0.200001, 6);
  expect(dollarsOf(usage, ['writes', 'reads'])).toBeCloseTo(0.75, 6);
  // 1.5 GB of responses, and 1.5 GB of log.
  expect(dollarsOf(usage, ['gateway', 'transfer'])).toBeCloseTo(3.5 + 0.135, 6);
  expect(dollarsOf(usage, ['logs'])).toBeCloseTo(0.75, 6);
  expect(totalOf(usage)).toBeCloseTo(0.400001 + 0.75 + 3.635 + 0.75 + 0.6, 6);
});

test('a confirmation in the background passes no gateway and takes three requests to its queue', () => {
  const usage = usageOf(BUDGETS, 'confirmation in the background');
  expect(usage).toMatchObject({ events: 0, queues: 3 });
  expect(usage).not.toHaveProperty('gateway');
});

test('a round trip takes the time of its slowest call', () => {
  expect(durationOf([['GetItem'], ['InitiateAuth', 'GetItem'], ['AdminGetUser']])).toBe(165);
  expect(runtimeOf(BUDGETS, 'login')).toBe(15);
});

test('a month of a million users adds up', () => {
  const usage = monthlyUsage(BUDGETS, MILLION, 10);
  // 266.5 operations of a user, 254.5 of them requests.
  expect(usage.invocations).toBeCloseTo(266.5, 6);
  expect(usage.gateway).toBeCloseTo(254.5, 6);
  expect(usage.mails).toBeCloseTo(300, 6);
  expect(concurrencyOf(BUDGETS, MILLION)).toBeCloseTo((266.5 * MILLION * 0.015) / 2_592_000, 6);
  // A web ACL, seven rules, and 254.5 million requests.
  expect(dollarsOf(usage, COMPONENTS.WAF ?? [])).toBeCloseTo(5 + 7 + 152.7, 6);
});

test('an operation without a budget is an error', () => {
  expect(() => usageOf({ ...BUDGETS, operations: {} }, 'login')).toThrow('login');
  expect(() => usageOf({ ...BUDGETS, log: {} }, 'session')).toThrow('session');
});

test('every price belongs to one component, except those of Cognito', () => {
  const names = [...Object.values(COMPONENTS).flat(), 'lite', 'essentials'] as PriceName[];
  expect(names.toSorted()).toEqual(Object.keys(PRICES).toSorted());
});

test('every source has a date, or says that it has none', () => {
  for (const { date } of Object.values(SOURCES)) {
    expect(date).toMatch(/^(undated|20\d\d(-\d\d){0,2})$/);
  }
});

test('dollars below a hundred have cents', () => {
  expect([0, 99.994, 1_234.5].map(dollars)).toEqual(['$0.00', '$99.99', '$1,235']);
});

test('Cognito is most of the bill above its free users, as the page says', () => {
  const rest = totalOf(monthlyUsage(readBudgets(), MILLION, 50));
  expect(priceOf(PRICES.lite.tiers, MILLION)).toBeGreaterThan(rest);
});

describe('the stage prod', () => {
  const { foundation, service } = synthesise('prod');
  const count = (type: string) =>
    [foundation, service].reduce(
      (sum, template) => sum + Object.keys(findResources(template, type)).length,
      0,
    );

  test('has the resources that the page counts', () => {
    const { Properties } = getOnly(findResources(service, 'AWS::WAFv2::WebACL'));
    expect({
      dashboards: count('AWS::CloudWatch::Dashboard'),
      firewalls: count('AWS::WAFv2::WebACL'),
      firewallRules: (Properties.Rules as unknown[]).length,
      secrets: count('AWS::SecretsManager::Secret'),
    }).toEqual(RESOURCES);
  });
});
