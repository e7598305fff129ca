/** Responses that are not JSON. The parser quotes its input, which may contain secrets. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, expect, test } from '@jest/globals';
import { dynamoAttempts } from '../../../functions/adapters/dynamodb/attempts.ts';
import { dynamoSessions } from '../../../functions/adapters/dynamodb/sessions.ts';
import { secretVersions } from '../../../functions/adapters/secrets/keyring-versions.ts';
import { readSecret } from '../../../functions/adapters/secrets/secret.ts';
import { respondsWith, startUpstream } from '../../support/upstream.ts';

const KEY = 'ZWluIFNjaGzDvHNzZWw';
const malformed = await startUpstream((socket) => respondsWith(200, KEY)(socket));
const settings = { endpoint: malformed.url, region: 'eu-west-1', maxAttempts: 1 };
const [database, secrets] = [new DynamoDBClient(settings), new SecretsManagerClient(settings)];
afterAll(async () => {
  database.destroy();
  secrets.destroy();
  await malformed.stop();
});

const counter = { id: 'id', windowEnds: 0 };
const solution = { id: 'solution', expiresAt: 0 };
const calls: Record<string, () => Promise<unknown>> = {
  'a secret': () => readSecret({ client: secrets, secretId: 'keys', deadlineMs: 60_000 }),
  'a version of the keyring': () => secretVersions(secrets, 'keyring').current(),
  'a session': () => dynamoSessions(database, 'sessions').find({ sub: 'alice', sid: 'one' }, 0),
  'a rotation': () =>
    dynamoSessions(database, 'sessions').rotate(
      { sub: 'alice', sid: 'one', counter: 1 },
      { network: 'home', devices: [] },
      0,
    ),
  'an upstream token': () =>
    dynamoSessions(database, 'sessions').findUpstream({ sub: 'alice', sid: 'one' }),
  'an attempt': () => dynamoAttempts(database, 'attempts').giveBack([counter], solution),
};

test.each(Object.entries(calls))(
  '%s in a malformed response does not appear in the error',
  async (_, call) => {
    const messages: string[] = [];
    let error: unknown = await call().catch((thrown: unknown) => thrown);
    for (; error instanceof Error; error = error.cause)
      messages.push(`${error.name}: ${error.message}`);
    expect(messages.at(-1)).toMatch(/SyntaxError/);
    expect(messages.join()).not.toContain(KEY.slice(0, 6));
  },
);
