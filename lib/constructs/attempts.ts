import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLES } from '../../contract/tables.ts';
import { ATTEMPTS_ACTIONS, dynamodb } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';
import type { TableHandle } from './sessions.ts';

/** The counters of sign-in attempts, and who may do what with them. */
export class Attempts {
  readonly table: TableHandle;

  constructor(table: TableHandle) {
    this.table = table;
  }

  static create(scope: Construct, id: string, { retainData }: { retainData: boolean }): Attempts {
    const { partitionKey, ttl } = TABLES.attempts;
    return new Attempts(
      new Table(scope, id, {
        partitionKey: { name: partitionKey, type: AttributeType.STRING },
        timeToLiveAttribute: ttl,
        billingMode: BillingMode.PAY_PER_REQUEST,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: retainData,
        removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      }),
    );
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(dynamodb(ATTEMPTS_ACTIONS, fn), [this.table.tableArn], { ATTEMPTS_TABLE: this.table.tableName });
  }
}
