import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { ATTEMPTS, CHALLENGE } from '../../../../contract/limits.ts';
import { dynamoChallenges } from '../../../../functions/adapters/dynamodb/challenges.ts';
import { challengesContract } from '../../../ports/challenges.contract.ts';
import { describeInEachEngine } from '../../../support/dynamodb-engines.ts';
import { catchCode } from '../../../support/failure.ts';

describeInEachEngine('challenges', ({ createFreshTable, database }) => {
  challengesContract(async () =>
    dynamoChallenges(database.client, await createFreshTable('attempts')),
  );
});

const IDS = { challenge: 'challenge.one', name: 'name.account', limits: 'challenges.account' };

function mockStore() {
  const client = new DynamoDBClient({});
  return { mock: mockClient(client), store: dynamoChallenges(client, 'attempts') };
}

describe('a malformed row is INTERNAL_ERROR: no try may proceed uncounted', () => {
  const version = { S: '1' };
  test.each([
    ['a challenge without its text', { id: { S: IDS.challenge } }],
    ['limits without a state', { id: { S: IDS.limits }, version }],
    [
      'limits with a negative total',
      { id: { S: IDS.limits }, version, state: { S: '{"recent":[],"total":-1}' } },
    ],
  ])('%s', async (_, row) => {
    const { mock, store } = mockStore();
    mock.on(BatchGetItemCommand).resolves({ Responses: { attempts: [row] } });
    await expect(catchCode(store.read(IDS))).resolves.toBe('INTERNAL_ERROR');
  });
});

test('the database deletes a challenge some time after its end', async () => {
  const { mock, store } = mockStore();
  mock.on(PutItemCommand).resolves({});
  await store.put(IDS.challenge, 'sealed', 1_000);
  const [call] = mock.commandCalls(PutItemCommand);
  expect(call?.args[0].input.Item).toEqual({
    id: { S: IDS.challenge },
    sealed: { S: 'sealed' },
    expires_at: { N: String(1_000 + ATTEMPTS.keepAfterWindow) },
  });
});

test('the database keeps limits until somebody signs in', async () => {
  const { mock, store } = mockStore();
  mock.on(PutItemCommand).resolves({});
  const seen = { row: undefined, version: undefined };
  const recent = [{ id: 'a', at: 1_000 }];
  await store.changeLimits(IDS.limits, seen, () => ({ recent, total: 1 }));
  await store.changeLimits(IDS.limits, seen, () => ({ recent, total: 0 }));
  const expiries = mock
    .commandCalls(PutItemCommand)
    .map(({ args }) => args[0].input.Item?.expires_at?.N);
  const afterWindow = 1_000 + CHALLENGE.window + ATTEMPTS.keepAfterWindow;
  expect(expiries).toEqual([undefined, String(afterWindow)]);
});

test.each([
  ['ThrottlingException', 'TOO_MANY_REQUESTS'],
  ['ResourceNotFoundException', 'INTERNAL_ERROR'],
])('%s of the database is %s', async (name, code) => {
  const { mock, store } = mockStore();
  mock.on(DeleteItemCommand).rejects(Object.assign(new Error('no'), { name }));
  await expect(catchCode(store.claim(IDS.challenge))).resolves.toBe(code);
});
