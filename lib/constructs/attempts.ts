import type { Construct } from 'constructs';
import type { StageConfig } from '../config/stage-config.ts';
import { ATTEMPTS_ACTIONS, listTableActions } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';
import { grantTableKey } from './encryption-key.ts';
import { createStateTable, type TableHandle } from './state-table.ts';

/** The table of sign-in attempts, and the permissions of functions on it. */
export class Attempts {
  readonly table: TableHandle;
  readonly #encryptionKeyArn: string | undefined;

  constructor(table: TableHandle, encryptionKeyArn?: string) {
    this.table = table;
    this.#encryptionKeyArn = encryptionKeyArn;
  }

  static create(
    scope: Construct,
    id: string,
    stage: Pick<StageConfig, 'retainData' | 'encryptionKeyArn'>,
  ): Attempts {
    const table = createStateTable(scope, id, 'attempts', stage);
    return new Attempts(table, stage.encryptionKeyArn);
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(listTableActions(ATTEMPTS_ACTIONS, fn), [this.table.tableArn], {
      ATTEMPTS_TABLE: this.table.tableName,
    });
    grantTableKey(fn, this.#encryptionKeyArn);
  }
}
