import type { Construct } from 'constructs';
import { listTableActions, SESSIONS_ACTIONS } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';
import { createStateTable, type TableHandle } from './state-table.ts';

/** The table of sessions, and the permissions of functions on it. */
export class Sessions {
  readonly table: TableHandle;

  constructor(table: TableHandle) {
    this.table = table;
  }

  static create(scope: Construct, id: string, stage: { retainData: boolean }): Sessions {
    return new Sessions(createStateTable(scope, id, 'sessions', stage));
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(listTableActions(SESSIONS_ACTIONS, fn), [this.table.tableArn], {
      SESSIONS_TABLE: this.table.tableName,
    });
  }
}
