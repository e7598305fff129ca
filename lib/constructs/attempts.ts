import type { Construct } from 'constructs';
import { ATTEMPTS_ACTIONS, listTableActions } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';
import { createStateTable, type TableHandle } from './state-table.ts';

/** The table of sign-in attempts, and the permissions of functions on it. */
export class Attempts {
  readonly table: TableHandle;

  constructor(table: TableHandle) {
    this.table = table;
  }

  static create(scope: Construct, id: string, stage: { retainData: boolean }): Attempts {
    return new Attempts(createStateTable(scope, id, 'attempts', stage));
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(listTableActions(ATTEMPTS_ACTIONS, fn), [this.table.tableArn], {
      ATTEMPTS_TABLE: this.table.tableName,
    });
  }
}
