import type { Construct } from 'constructs';
import type { StageConfig } from '../config/stage-config.ts';
import { listTableActions, SESSIONS_ACTIONS } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';
import { createStateTable, type TableHandle } from './state-table.ts';

/** The table of sessions, and the permissions of functions on it. */
export class Sessions {
  readonly table: TableHandle;

  readonly #variables: Readonly<Record<string, number | undefined>>;

  constructor(
    table: TableHandle,
    { maxPerUser, idleAfter }: NonNullable<StageConfig['sessions']> = {},
  ) {
    this.table = table;
    this.#variables = { MAX_SESSIONS_PER_USER: maxPerUser, SESSION_IDLE_AFTER: idleAfter };
  }

  static create(
    scope: Construct,
    id: string,
    stage: Pick<StageConfig, 'retainData' | 'sessions'>,
  ): Sessions {
    return new Sessions(createStateTable(scope, id, 'sessions', stage), stage.sessions);
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(listTableActions(SESSIONS_ACTIONS, fn), [this.table.tableArn], {
      SESSIONS_TABLE: this.table.tableName,
    });
    for (const [name, value] of Object.entries(this.#variables)) {
      if (value !== undefined && fn.hasVariable(name)) fn.addVariables({ [name]: String(value) });
    }
  }
}
