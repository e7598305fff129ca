import type { Construct } from 'constructs';
import { ATTEMPTS_ACTIONS, dynamodb } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';
import { stateTable, type TableHandle } from './state-table.ts';

/** The counters of sign-in attempts, and who may do what with them. */
export class Attempts {
  readonly table: TableHandle;

  constructor(table: TableHandle) {
    this.table = table;
  }

  static create(scope: Construct, id: string, stage: { retainData: boolean }): Attempts {
    return new Attempts(stateTable(scope, id, 'attempts', stage));
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(dynamodb(ATTEMPTS_ACTIONS, fn), [this.table.tableArn], {
      ATTEMPTS_TABLE: this.table.tableName,
    });
  }
}
