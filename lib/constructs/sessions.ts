import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLES } from '../../contract/tables.ts';
import { dynamodb, SESSIONS_ACTIONS } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';

/** A table made here, or one that another app knows by name. */
export type TableHandle = Pick<ITable, 'tableArn' | 'tableName'>;

/** The sessions, and who may do what with them. */
export class Sessions {
  readonly table: TableHandle;

  constructor(table: TableHandle) {
    this.table = table;
  }

  /** Makes the table. Where data is kept it outlives its stack and cannot be deleted by mistake. */
  static create(scope: Construct, id: string, { retainData }: { retainData: boolean }): Sessions {
    const { partitionKey, sortKey, ttl } = TABLES.sessions;
    return new Sessions(
      new Table(scope, id, {
        partitionKey: { name: partitionKey, type: AttributeType.STRING },
        sortKey: { name: sortKey, type: AttributeType.STRING },
        timeToLiveAttribute: ttl,
        billingMode: BillingMode.PAY_PER_REQUEST,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: retainData,
        removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      }),
    );
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(dynamodb(SESSIONS_ACTIONS, fn), [this.table.tableArn], { SESSIONS_TABLE: this.table.tableName });
  }
}
