import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  type ITable,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLES } from '../../contract/tables.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { encryptWith } from './encryption-key.ts';

/** A table of this app, or the name and ARN of a table that another app defines. */
export type TableHandle = Pick<ITable, 'tableArn' | 'tableName'>;

const createStringAttribute = (name: string) => ({ name, type: AttributeType.STRING });

/**
 * Creates one of the contract's tables, with the contract's keys. If `retainData` is true, the
 * table has deletion protection and is kept when its stack is deleted.
 */
export function createStateTable(
  scope: Construct,
  id: string,
  kind: keyof typeof TABLES,
  { retainData, encryptionKeyArn }: Pick<StageConfig, 'retainData' | 'encryptionKeyArn'>,
): Table {
  const { partitionKey, ttl, ...keys } = TABLES[kind];
  return new Table(scope, id, {
    partitionKey: createStringAttribute(partitionKey),
    ...('sortKey' in keys && { sortKey: createStringAttribute(keys.sortKey) }),
    timeToLiveAttribute: ttl,
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    ...(encryptionKeyArn !== undefined && {
      encryption: TableEncryption.CUSTOMER_MANAGED,
      ...encryptWith(scope, id, encryptionKeyArn),
    }),
    deletionProtection: retainData,
    // Deletion protection would make a rollback fail, so the table is kept even then.
    removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
}
