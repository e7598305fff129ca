/** What an active user demands in a month, by the budgets and the assumptions about cost. */

import { ASSUMPTIONS, BACKGROUND } from '../cost/assumptions.ts';
import { runtimeOf, SECONDS_PER_MONTH } from '../cost/usage.ts';
import type { Budgets } from '../generate/budgets.ts';

/** Returns how much of a quota one active user uses in a month, in units of that quota. */
export type Demand = (budgets: Budgets) => number;

const sumOf =
  (amountOf: (budgets: Budgets, operation: string) => number): Demand =>
  (budgets) =>
    Object.entries(ASSUMPTIONS.operations).reduce(
      (sum, [name, times]) => sum + times * amountOf(budgets, name),
      0,
    );

/** Calls of one operation of AWS. */
export const callsOf = (call: string): Demand =>
  sumOf(
    ({ operations }, name) =>
      operations[name]?.trips.flat().filter((each) => each === call).length ?? 0,
  );

/** Requests of clients, to one route or to all. The first word of an operation is its route. */
export const requestsTo = (route?: string): Demand =>
  sumOf((_, name) =>
    Number(name !== BACKGROUND && (route === undefined || name.split(' ')[0] === route)),
  );

/** Seconds of execution: of all functions, or of the one behind the queue. */
export const executionOf = (operation?: string): Demand =>
  sumOf((budgets, name) =>
    operation === undefined || name === operation ? runtimeOf(budgets, name) / 1_000 : 0,
  );

/** Capacity units of DynamoDB. */
export const unitsOf = (kind: 'read' | 'write'): Demand =>
  sumOf(({ operations }, name) => operations[name]?.units[kind] ?? 0);

/**
 * Returns the number of active users with which the busiest second reaches a limit.
 * @param limit units per second, or executions at the same time
 */
export const usersWithin = (limit: number, demandPerMonth: number): number =>
  (limit * SECONDS_PER_MONTH) / (demandPerMonth * ASSUMPTIONS.peak);
