/** The setting `encryptionKeyArn`: what it encrypts, and who may use the key. */

import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { STAGES } from '../../lib/config/stages.ts';
import { findResources, synthesise } from './synthesised.ts';

const encryptionKeyArn =
  'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const { waf } = STAGES.prod;
const stage = { clientIp: 'cloudfront', waf } as const;
const encrypted = synthesise('dev', { ...stage, encryptionKeyArn });
const plain = synthesise('dev', stage);

interface Statement {
  Action: string | string[];
  Resource: unknown;
  Condition?: object;
}

/** The statements about the key in each policy, by the id of its function. */
const listStatements = (template: Template): [string, Statement[]][] =>
  Object.entries(findResources(template, 'AWS::IAM::Policy')).map(([id, { Properties }]) => {
    const { Statement } = Properties.PolicyDocument as { Statement: Statement[] };
    const name = id.replace(/(?:Function|Rotation)?Role.*/, '');
    return [name, Statement.filter(({ Resource }) => Resource === encryptionKeyArn)];
  });

const statementsOf = (template: Template): Statement[] =>
  listStatements(template).flatMap(([, statements]) => statements);

/** The actions on the key, by function. */
const keyActionsIn = (template: Template): Record<string, string[]> =>
  Object.fromEntries(
    listStatements(template)
      .filter(([, statements]) => statements.length > 0)
      .map(([name, statements]) => [name, statements.flatMap(({ Action }) => Action).toSorted()]),
  );

const keysOfSecrets = (template: Template) =>
  Object.values(findResources(template, 'AWS::SecretsManager::Secret')).map(
    ({ Properties }) => Properties.KmsKeyId,
  );

/** The keys of all resources of a type in both stacks. */
const keysOf = (
  { foundation, service }: Stage,
  type: string,
  read: (properties: Record<string, unknown>) => unknown,
) =>
  [foundation, service].flatMap((template) =>
    Object.values(findResources(template, type)).map(({ Properties }) => read(Properties)),
  );
type Stage = Pick<typeof plain, 'foundation' | 'service'>;

test('the key encrypts all secrets', () => {
  expect(keysOfSecrets(encrypted.foundation)).toEqual(Array(4).fill(encryptionKeyArn));
  expect(keysOfSecrets(plain.foundation)).toEqual(Array(4).fill(undefined));
});

test('the key encrypts both tables', () => {
  const keysOfTables = (stage: Stage) =>
    keysOf(
      stage,
      'AWS::DynamoDB::Table',
      ({ SSESpecification }: Record<string, unknown>) => SSESpecification,
    );
  const expected = {
    SSEEnabled: true,
    SSEType: 'KMS',
    KMSMasterKeyId: encryptionKeyArn,
  };
  expect(keysOfTables(encrypted)).toEqual([expected, expected]);
  expect(keysOfTables(plain)).toEqual([undefined, undefined]);
});

test('the key encrypts the logs of every function and of the gateway', () => {
  const keysOfLogs = (stage: Stage) =>
    keysOf(stage, 'AWS::Logs::LogGroup', ({ KmsKeyId }: Record<string, unknown>) => KmsKeyId);
  const keys = keysOfLogs(encrypted);
  expect(keys.length).toBeGreaterThan(5);
  expect(keys).toEqual(keys.map(() => encryptionKeyArn));
  expect(keysOfLogs(plain)).toEqual(keys.map(() => undefined));
});

test('the key encrypts the user pool', () => {
  const keysOfPools = (stage: Stage) =>
    keysOf(
      stage,
      'AWS::Cognito::UserPool',
      ({ KeyConfiguration }: Record<string, unknown>) => KeyConfiguration,
    );
  expect(keysOfPools(encrypted)).toEqual([
    { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: encryptionKeyArn },
  ]);
  expect(keysOfPools(plain)).toEqual([undefined]);
});

describe('permissions on the key', () => {
  test('let a function read its secrets, and use its tables by way of DynamoDB', () => {
    const ofSecrets = ['kms:Decrypt'];
    const ofTables = [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ];
    const both = [...ofSecrets, ...ofTables].toSorted();
    expect(keyActionsIn(encrypted.service)).toEqual({
      Login: both,
      Refresh: both,
      Logout: both,
      Session: both,
      Sessions: both,
      Account: both,
      Challenge: both,
      Captcha: ofSecrets,
      Recovery: both,
      Mfa: both,
      RevocationRevalidate: ofTables,
      RevocationUserEvents: ofTables,
    });
  });

  test('let nobody encrypt or use more of the key than its decryption outside of DynamoDB', () => {
    for (const { Action, Condition } of statementsOf(encrypted.service)) {
      if ([Action].flat().join() === 'kms:Decrypt') continue;
      expect(Condition).toEqual({
        StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com*' },
      });
    }
  });

  test('let rotation encrypt as well, and the trigger of the mails decrypt', () => {
    expect(keyActionsIn(encrypted.foundation)).toEqual({
      CustomMessage: ['kms:Decrypt'],
      Keys: ['kms:Decrypt', 'kms:GenerateDataKey'],
    });
  });

  test('do not exist without the setting', () => {
    for (const template of [plain.foundation, plain.service]) {
      expect(JSON.stringify(template.toJSON())).not.toContain('kms:');
    }
  });
});
