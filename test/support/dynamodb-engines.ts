/** Runs tests on each DynamoDB. DynamoDB Local needs Java 17, and its tests are skipped without. */

import { afterAll, beforeAll, describe } from '@jest/globals';
import { createTable, startDynalite, startDynamoDbLocal, type TestDatabase } from './dynamodb.ts';
import { canRunJava } from './java.ts';

const ENGINES = [
  { engine: 'dynalite', start: startDynalite, canRun: true, returnsRowOnFailure: false },
  {
    engine: 'DynamoDB Local',
    start: startDynamoDbLocal,
    canRun: canRunJava(),
    returnsRowOnFailure: true,
  },
];

interface Engine {
  /** Usable inside tests and their hooks only, because the engine starts before them. */
  database: Pick<TestDatabase, 'client' | 'connect'>;
  /** Creates an empty table and returns its name. */
  createFreshTable(kind: Parameters<typeof createTable>[1]): Promise<string>;
  /** Whether a failed condition returns the row if the call asks for it. */
  returnsRowOnFailure: boolean;
}

/** Declares a suite for each engine, called `<subject> in <engine>`. */
export function describeInEachEngine(subject: string, suite: (engine: Engine) => void): void {
  for (const { engine, start, canRun, returnsRowOnFailure } of ENGINES) {
    (canRun ? describe : describe.skip)(`${subject} in ${engine}`, () => {
      let started: TestDatabase;
      let tables = 0;
      beforeAll(async () => {
        started = await start();
      }, 90_000);
      afterAll(() => started?.stop());
      suite({
        database: {
          get client() {
            return started.client;
          },
          connect: () => started.connect(),
        },
        async createFreshTable(kind) {
          tables += 1;
          const name = `${kind}-${tables}`;
          await createTable(started.client, kind, name);
          return name;
        },
        returnsRowOnFailure,
      });
    });
  }
}
