/** The budgets of `bench/budgets.json`, which tests hold against the code. */

import { readFileSync } from 'node:fs';

export interface Operation {
  /** The calls of each round trip in series. */
  trips: string[][];
  /** Capacity units of DynamoDB on demand. */
  units: { read: number; write: number };
}

export interface Budgets {
  bundleBytes: Record<string, number>;
  log: Record<string, { lines: number; bytes: number }>;
  operations: Record<string, Operation>;
}

/** Reads a JSON file by its path from the root of the repository. */
export const readJson = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')) as T;

export const readBudgets = (): Budgets => readJson<Budgets>('bench/budgets.json');

/** Assumed time of one call in milliseconds, with which the time of round trips is computed. */
export const DATABASE_MS = 5;
export const COGNITO_MS = 80;

/** The calls to Cognito. All others go to DynamoDB and EventBridge. */
const isCognito = (call: string): boolean =>
  /^(InitiateAuth|RespondToAuthChallenge|RevokeToken|Admin\w+)$/.test(call);

/** Returns the time of the round trips in milliseconds. */
export const durationOf = (trips: Operation['trips']): number =>
  trips.reduce((sum, calls) => sum + (calls.some(isCognito) ? COGNITO_MS : DATABASE_MS), 0);
