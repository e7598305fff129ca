/**
 * Checks the answers of DynamoDB. The SDK reads `null`, a list, a text or nothing as an empty
 * answer, which means to our adapters that there is no row.
 */

import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';

const row = z.record(z.string(), z.record(z.string(), z.unknown()));
const answer = z.object({
  Item: z.optional(row),
  Attributes: z.optional(row),
  Items: z.optional(z.array(row)),
  LastEvaluatedKey: z.optional(row),
});
/** The members that an operation always returns. */
const ANSWERS: Readonly<Record<string, z.core.$ZodType>> = {
  QueryCommand: z.required(answer, { Items: true }),
};

/**
 * Makes every operation of a client reject if it is answered with anything else than its output.
 * `send` then throws a TypeError, which the SDK does not retry: a write may have been applied.
 */
export function checkAnswers(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next(args);
        const response = result.response as { statusCode: number; body: Readable | Buffer };
        // The SDK throws for any other status.
        if (response.statusCode >= 300) return result;
        const body = await buffer(response.body as Readable);
        if (!z.safeParse(ANSWERS[commandName] ?? answer, parse(body)).success) {
          throw new TypeError(`DynamoDB did not answer ${commandName}`);
        }
        response.body = body;
        return result;
      },
    // The position that is nearest to the network.
    { step: 'deserialize', priority: 'low', name: 'checkAnswers' },
  );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
