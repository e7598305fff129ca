/** The format of the row of a name in DynamoDB. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { ATTEMPTS } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import type { StoredName } from '../../core/login/attempt-store.ts';
import { expiryOf, type NameRow } from '../../core/login/name-row.ts';
import { numberValue } from './attribute-value.ts';

type Row = Record<string, AttributeValue>;

const count = z.int().check(z.gte(0));
const stateSchema = z.object({
  failures: count,
  total: count,
  lastAt: count,
  lockedAt: count,
  pending: z.array(
    z.object({ id: z.string(), at: count, until: count, device: z.optional(z.string()) }),
  ),
  devices: z.record(
    z.string(),
    z.object({
      failures: count,
      sinceSuccess: count,
      lastAt: count,
      isRefused: z.boolean(),
      wrong: z.optional(z.object({ fingerprint: z.string(), at: count })),
    }),
  ),
  devicesSince: count,
});

export function serialiseName(id: string, row: NameRow, version: string): Row {
  const expiry = expiryOf(row);
  return {
    [TABLES.attempts.partitionKey]: { S: id },
    version: { S: version },
    state: { S: JSON.stringify(row) },
    ...(expiry !== undefined && {
      [TABLES.attempts.ttl]: numberValue(expiry + ATTEMPTS.keepAfterWindow),
    }),
  };
}

/** @throws {TypeError} if the row does not have this format. No attempt may proceed uncounted. */
export function parseName(row: Row | undefined): StoredName {
  if (row === undefined) return { row: undefined, version: undefined };
  try {
    const version = z.parse(z.string(), row.version?.S);
    return { row: z.parse(stateSchema, JSON.parse(String(row.state?.S))), version };
  } catch {
    throw new TypeError('the row of a name is malformed');
  }
}
