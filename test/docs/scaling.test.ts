import { expect, test } from '@jest/globals';
import { ASSUMPTIONS } from '../../docs/cost/assumptions.ts';
import { readBudgets } from '../../docs/generate/budgets.ts';
import { orderedQuotas } from '../../docs/generate/scaling-page.ts';
import { callsOf, executionOf, requestsTo, usersWithin } from '../../docs/scaling/demand.ts';
import { COGNITO_CATEGORIES } from '../../docs/scaling/quotas.ts';

const budgets = readBudgets();
const quotas = orderedQuotas(budgets);
const find = (name: string) => quotas.find((quota) => quota.name === name);

test('a quota is reached by the busiest second of a month', () => {
  // 100 a second, for a user with 10 a month, at five times the average.
  expect(usersWithin(100, 10)).toBe((100 * 30 * 86_400) / 50);
});

test('two logins and twelve refreshes of a user count as sign-ins at Cognito', () => {
  expect(callsOf('InitiateAuth')(budgets)).toBe(14);
  // 120 a second are 311,040,000 a month. A user takes 14, five times in the busiest second.
  expect(find('Cognito, UserAuthentication')?.users).toBeCloseTo(311_040_000 / 70, 6);
});

test('the demand of a user is that of the assumed operations', () => {
  expect(requestsTo('login')(budgets)).toBe(2);
  expect(requestsTo('session')(budgets)).toBe(240);
  expect(requestsTo()(budgets)).toBe(254.5);
  // Twelve confirmations of 170 ms, and 10 ms of the function itself each.
  expect(executionOf('confirmation in the background')(budgets)).toBeCloseTo(12 * 0.18, 6);
});

test('the quotas are in the order in which they break', () => {
  const users = quotas.map((quota) => quota.users);
  expect(users).toEqual(users.toSorted((a, b) => a - b));
  expect(users.every(Number.isFinite)).toBe(true);
});

test('every call to Cognito that a user is assumed to cause counts in a category', () => {
  const assumed = Object.keys(ASSUMPTIONS.operations);
  const calls = assumed.flatMap((name) => budgets.operations[name]?.trips.flat() ?? []);
  const others = new Set(calls.filter((call) => !/Item$|^(Query|PutEvents)$/.test(call)));
  expect([...others].toSorted()).toEqual(Object.keys(COGNITO_CATEGORIES).toSorted());
});
