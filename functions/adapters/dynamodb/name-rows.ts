/** The format of the row of a name in DynamoDB. */

import * as z from 'zod/mini';
import { expiryOf, isEmpty, type NameRow } from '../../core/login/name-row.ts';
import type { RowFormat } from './versioned-rows.ts';

const count = z.int().check(z.gte(0));
const schema = z.object({
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

export const NAME_FORMAT: RowFormat<NameRow> = {
  label: 'the row of a name',
  schema,
  isEmpty,
  expiryOf,
};
