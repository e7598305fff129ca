/**
 * A DynamoDB client whose calls wait until a test lets them pass. Calls that wait together are one
 * round trip in series. It also adds up what the calls consumed.
 */

import { DynamoDBClient, type ServiceInputTypes } from '@aws-sdk/client-dynamodb';

export interface Gate {
  /** Waits at the gate, under this name. */
  pass(name: string): Promise<void>;
  /** Waits until so many calls wait, lets all of them pass, and returns their sorted names. */
  next(count: number): Promise<string[]>;
}

export function createGate(): Gate {
  let waiting: { name: string; open: () => void }[] = [];
  let onArrival = () => {};
  return {
    pass: (name) =>
      new Promise((open) => {
        waiting.push({ name, open });
        onArrival();
      }),
    async next(count) {
      while (waiting.length < count) {
        await new Promise<void>((arrived) => {
          onArrival = arrived;
        });
      }
      const together = waiting;
      waiting = [];
      for (const { open } of together) open();
      return together.map(({ name }) => name).toSorted();
    },
  };
}

export interface Consumed {
  read: number;
  write: number;
}

/** Makes a client whose calls pass a gate. */
export function gatedDatabase(real: DynamoDBClient, gate: Pick<Gate, 'pass'>) {
  const consumed: Consumed = { read: 0, write: 0 };
  const client = new DynamoDBClient({});
  client.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        await gate.pass(commandName.replace('Command', ''));
        const sdk = await import('@aws-sdk/client-dynamodb');
        const Command = sdk[commandName as 'GetItemCommand'];
        const command = new Command({
          ...(input as ServiceInputTypes),
          ReturnConsumedCapacity: 'TOTAL',
        } as never);
        const output = await real.send(command).catch((error: Error) => {
          // The error does not say so, but a write whose condition fails is charged as well.
          if (error.name === 'ConditionalCheckFailedException') consumed.write += 1;
          throw error;
        });
        const kind = /Get|Query/.test(commandName) ? 'read' : 'write';
        // A batch reports one entry per table.
        for (const entry of [output.ConsumedCapacity].flat()) {
          consumed[kind] += entry?.CapacityUnits ?? Number.NaN;
        }
        return { response: {}, output } as never;
      },
    { step: 'initialize', priority: 'low' },
  );
  return { client, consumed };
}
