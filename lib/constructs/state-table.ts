import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLES } from '../../contract/tables.ts';

/** A table made here, or one that another app knows by name. */
export type TableHandle = Pick<ITable, 'tableArn' | 'tableName'>;

const text = (name: string) => ({ name, type: AttributeType.STRING });

/**
 * One of the tables, keyed as the contract says. Where data is kept it outlives its stack and
 * cannot be deleted by mistake.
 */
export function stateTable(
  scope: Construct,
  id: string,
  kind: keyof typeof TABLES,
  { retainData }: { retainData: boolean },
): Table {
  const { partitionKey, ttl, ...keys } = TABLES[kind];
  return new Table(scope, id, {
    partitionKey: text(partitionKey),
    ...('sortKey' in keys && { sortKey: text(keys.sortKey) }),
    timeToLiveAttribute: ttl,
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: retainData,
    removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
}
