import type { Construct } from 'constructs';
import type { StageConfig } from '../config/stage-config.ts';
import { listTableActions, SESSIONS_ACTIONS } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';
import { grantTableKey } from './encryption-key.ts';
import { createStateTable, type TableHandle } from './state-table.ts';

/** The table of sessions, and the permissions of functions on it. */
export class Sessions {
  readonly table: TableHandle;

  readonly #variables: Readonly<Record<string, number | undefined>>;
  readonly #encryptionKeyArn: string | undefined;

  constructor(
    table: TableHandle,
    { maxPerUser, idleAfter }: NonNullable<StageConfig['sessions']> = {},
    encryptionKeyArn?: string,
  ) {
    this.table = table;
    this.#encryptionKeyArn = encryptionKeyArn;
    this.#variables = { MAX_SESSIONS_PER_USER: maxPerUser, SESSION_IDLE_AFTER: idleAfter };
  }

  static create(
    scope: Construct,
    id: string,
    stage: Pick<StageConfig, 'retainData' | 'sessions' | 'encryptionKeyArn'>,
  ): Sessions {
    const table = createStateTable(scope, id, 'sessions', stage);
    return new Sessions(table, stage.sessions, stage.encryptionKeyArn);
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(listTableActions(SESSIONS_ACTIONS, fn), [this.table.tableArn], {
      SESSIONS_TABLE: this.table.tableName,
    });
    grantTableKey(fn, this.#encryptionKeyArn);
    fn.addSettings(this.#variables);
  }
}
