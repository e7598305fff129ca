import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import {
  retryUntilPermitted,
  secretVersions,
} from '../../../../functions/adapters/secrets/keyring-versions.ts';
import { createKeyring } from '../../../../functions/core/keys/rotate-keys.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:keyring';
const OTHER_SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:service';
const aws = mockClient(SecretsManagerClient);
const versions = secretVersions(new SecretsManagerClient({ region: 'eu-west-1' }), SECRET);
const missing = new ResourceNotFoundException({ message: 'no value', $metadata: {} });
const exists = new ResourceExistsException({ message: 'another value', $metadata: {} });

beforeEach(() => {
  aws.reset();
});

describe('versions of the keyring secret', () => {
  test('a secret without a value is undefined', async () => {
    aws.on(GetSecretValueCommand).rejects(missing);
    expect(await versions.current()).toBeUndefined();
    expect(await versions.pending('v')).toBeUndefined();
  });

  // Some emulators of AWS create a secret with an empty value.
  test('a secret with an empty value is undefined', async () => {
    aws.on(GetSecretValueCommand).resolves({ SecretString: '' });
    expect(await versions.current()).toBeUndefined();
  });

  test('a secret that cannot be read is an error', async () => {
    aws.on(GetSecretValueCommand).rejects(new Error('denied'));
    await expect(versions.current()).rejects.toThrow('denied');
  });

  test('reads the requested version', async () => {
    aws
      .on(GetSecretValueCommand, { SecretId: SECRET, VersionId: 'v', VersionStage: 'AWSPENDING' })
      .resolves({ SecretString: 'text' });
    expect(await versions.pending('v')).toBe('text');
  });

  test('returns the stages of a version', async () => {
    aws
      .on(DescribeSecretCommand)
      .resolvesOnce({ VersionIdsToStages: { v: ['AWSPENDING'] } })
      .resolves({});
    expect(await versions.stagesOf('v')).toEqual(['AWSPENDING']);
    expect(await versions.stagesOf('v')).toEqual([]);
  });

  test('writes a version once: an earlier write is not an error', async () => {
    aws.on(PutSecretValueCommand).resolvesOnce({}).rejectsOnce(exists).rejects(new Error('denied'));
    await versions.putPending('v', 'text');
    await versions.putPending('v', 'another');
    await expect(versions.putPending('v', 'text')).rejects.toThrow('denied');
    expect(aws.commandCalls(PutSecretValueCommand)[0]?.args[0].input).toEqual({
      SecretId: SECRET,
      ClientRequestToken: 'v',
      SecretString: 'text',
      VersionStages: ['AWSPENDING'],
    });
  });

  test('every first value has the same version, so that only one can be stored', async () => {
    aws.on(PutSecretValueCommand).resolves({});
    await versions.putFirst('one');
    await versions.putFirst('two');
    const [one, two] = aws.commandCalls(PutSecretValueCommand).map(({ args }) => args[0].input);
    expect(one).toMatchObject({ VersionStages: ['AWSCURRENT'], SecretString: 'one' });
    expect(one?.ClientRequestToken).toBe(two?.ClientRequestToken);
    expect(one?.ClientRequestToken?.length).toBeGreaterThanOrEqual(32); // API_PutSecretValue
    expect(one?.ClientRequestToken?.length).toBeLessThanOrEqual(64);
  });

  test('moves AWSCURRENT away from its current version', async () => {
    aws
      .on(DescribeSecretCommand)
      .resolvesOnce({ VersionIdsToStages: { old: ['AWSCURRENT'], v: ['AWSPENDING'] } })
      .resolves({});
    aws.on(UpdateSecretVersionStageCommand).resolves({});
    await versions.promote('v');
    await versions.promote('v');
    expect(
      aws.commandCalls(UpdateSecretVersionStageCommand).map(({ args }) => args[0].input),
    ).toEqual([
      {
        SecretId: SECRET,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: 'v',
        RemoveFromVersionId: 'old',
      },
      { SecretId: SECRET, VersionStage: 'AWSCURRENT', MoveToVersionId: 'v' },
    ]);
  });
});

test('discards a pending version, unless it has become current', async () => {
  aws
    .on(DescribeSecretCommand)
    .resolvesOnce({ VersionIdsToStages: { old: ['AWSCURRENT'], v: ['AWSPENDING'] } })
    .resolves({ VersionIdsToStages: { v: ['AWSCURRENT', 'AWSPENDING'] } });
  aws.on(UpdateSecretVersionStageCommand).resolves({});
  await versions.discardPending();
  await versions.discardPending();
  const inputs = aws.commandCalls(UpdateSecretVersionStageCommand).map(({ args }) => args[0].input);
  expect(inputs).toEqual([
    { SecretId: SECRET, VersionStage: 'AWSPENDING', RemoveFromVersionId: 'v' },
  ]);
});

test('each value that is written at once has a version of its own', async () => {
  aws.on(PutSecretValueCommand).resolves({});
  await versions.putCurrent('one');
  await versions.putCurrent('two');
  const [one, two] = aws.commandCalls(PutSecretValueCommand).map(({ args }) => args[0].input);
  expect(one).toMatchObject({ VersionStages: ['AWSCURRENT'], SecretString: 'one' });
  expect(one?.ClientRequestToken).not.toBe(two?.ClientRequestToken);
});

describe('AccessDenied', () => {
  const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
  const failing = (times: number, error: Error) => {
    let called = 0;
    return async () => {
      called += 1;
      if (called <= times) throw error;
      return called;
    };
  };

  test('is retried', async () => {
    await expect(retryUntilPermitted(failing(2, denied), { waitMs: 1 })).resolves.toBe(3);
  });

  test('is thrown after the last try', async () => {
    await expect(retryUntilPermitted(failing(3, denied), { tries: 3, waitMs: 1 })).rejects.toThrow(
      'not authorized',
    );
  });

  test('is the only error that is retried', async () => {
    await expect(
      retryUntilPermitted(failing(1, new Error('malformed')), { waitMs: 1 }),
    ).rejects.toThrow('malformed');
  });
});

describe('the rotate-keys function', () => {
  const load = async () => {
    process.env.TOKEN_KEYS_SECRET_ID = SECRET;
    process.env.SERVICE_KEYS_SECRET_ID = OTHER_SECRET;
    process.env.AWS_REGION = 'eu-west-1';
    return (await import('../../../../functions/rotate-keys.ts')).handler;
  };

  test('creates the first key of each secret if it is called without a step', async () => {
    aws.on(GetSecretValueCommand).rejects(missing);
    aws.on(PutSecretValueCommand).resolves({});
    await (await load())({});
    const inputs = aws.commandCalls(PutSecretValueCommand).map(({ args }) => args[0].input);
    expect(inputs.map(({ SecretId }) => SecretId)).toEqual([SECRET, OTHER_SECRET]);
    expect(inputs[0]?.SecretString).not.toBe(inputs[1]?.SecretString);
  });

  test('performs the step of the event on its secret', async () => {
    const SecretString = JSON.stringify(createKeyring(Date.now()));
    aws.on(GetSecretValueCommand).resolves({ SecretString });
    aws
      .on(DescribeSecretCommand)
      .resolves({ VersionIdsToStages: { v: ['AWSPENDING'], old: ['AWSCURRENT'] } });
    aws.on(UpdateSecretVersionStageCommand).resolves({});
    const event = { Step: 'finishSecret', SecretId: SECRET, ClientRequestToken: 'v' };
    const handler = await load();
    await handler(event);
    await handler({ ...event, SecretId: OTHER_SECRET });
    const inputs = aws.commandCalls(UpdateSecretVersionStageCommand);
    expect(inputs.map(({ args }) => args[0].input.SecretId)).toEqual([SECRET, OTHER_SECRET]);
  });

  test.each([
    { Step: 'finishSecret', SecretId: 'another', ClientRequestToken: 'v' },
    { Step: 'deleteSecret', SecretId: SECRET, ClientRequestToken: 'v' },
    { Step: 'finishSecret', SecretId: SECRET },
  ])('rejects %j', async (event) => {
    await expect((await load())(event)).rejects.toThrow();
    expect(aws.calls()).toHaveLength(0);
  });
});
