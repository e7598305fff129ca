/** The budgets of `bench/budgets.json`, which tests hold against the code. */

import { latencyOf } from '../../bench/latency.ts';
import { readJson } from './repository-files.ts';

export interface Operation {
  /** The calls of each round trip in series. */
  trips: string[][];
  /** Capacity units of DynamoDB on demand. */
  units: { read: number; write: number };
}

/** What one request takes. */
interface Amount {
  calls: number;
  read: number;
  write: number;
}

export interface Budgets {
  bundleBytes: Record<string, number>;
  log: Record<string, { lines: number; bytes: number }>;
  operations: Record<string, Operation>;
  growth: {
    /** Numbers of sessions in the store with which refresh and session take the same. */
    sessionsInStore: number[];
    /** By operation and by the number of sessions of its user. */
    sessionsOfUser: Record<string, Record<string, Amount>>;
    /** While strangers guess a thousand times. */
    attack: Record<string, Amount>;
  };
}

export const readBudgets = (): Budgets => readJson<Budgets>('bench/budgets.json');

/** Returns the time of the round trips in milliseconds. Calls of one trip run at the same time. */
export const durationOf = (trips: Operation['trips']): number =>
  trips.reduce((sum, calls) => sum + Math.max(...calls.map(latencyOf)), 0);
