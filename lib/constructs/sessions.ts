import type { Construct } from 'constructs';
import { dynamodb, SESSIONS_ACTIONS } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';
import { stateTable, type TableHandle } from './state-table.ts';

/** The sessions, and who may do what with them. */
export class Sessions {
  readonly table: TableHandle;

  constructor(table: TableHandle) {
    this.table = table;
  }

  static create(scope: Construct, id: string, stage: { retainData: boolean }): Sessions {
    return new Sessions(stateTable(scope, id, 'sessions', stage));
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(dynamodb(SESSIONS_ACTIONS, fn), [this.table.tableArn], {
      SESSIONS_TABLE: this.table.tableName,
    });
  }
}
