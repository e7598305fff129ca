/** The setting `encryptionKeyArn`: which secrets it encrypts, and who may use the key. */

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

/** The actions on the key, by the first word of the id of their policy. */
function keyActionsIn(template: Template): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [id, { Properties }] of Object.entries(findResources(template, 'AWS::IAM::Policy'))) {
    const { Statement } = Properties.PolicyDocument as {
      Statement: { Action: string | string[]; Resource: unknown }[];
    };
    const actions = Statement.filter(({ Resource }) => Resource === encryptionKeyArn);
    const name = /^[A-Z][a-z]+/.exec(id)?.[0] ?? id;
    if (actions.length > 0) found[name] = actions.flatMap(({ Action }) => Action).toSorted();
  }
  return found;
}

const keysOfSecrets = (template: Template) =>
  Object.values(findResources(template, 'AWS::SecretsManager::Secret')).map(
    ({ Properties }) => Properties.KmsKeyId,
  );

test('the key encrypts all secrets', () => {
  expect(keysOfSecrets(encrypted.foundation)).toEqual(Array(4).fill(encryptionKeyArn));
  expect(keysOfSecrets(plain.foundation)).toEqual(Array(4).fill(undefined));
});

describe('permissions on the key', () => {
  test('let the functions of the service decrypt, and nothing else', () => {
    expect(keyActionsIn(encrypted.service)).toEqual({
      Login: ['kms:Decrypt'],
      Refresh: ['kms:Decrypt'],
      Logout: ['kms:Decrypt'],
      Session: ['kms:Decrypt'],
      Sessions: ['kms:Decrypt'],
      Recovery: ['kms:Decrypt'],
      Captcha: ['kms:Decrypt'],
    });
  });

  test('let rotation encrypt as well, and the trigger of the mails decrypt', () => {
    expect(keyActionsIn(encrypted.foundation)).toEqual({
      Custom: ['kms:Decrypt'],
      Keys: ['kms:Decrypt', 'kms:GenerateDataKey'],
    });
  });

  test('do not exist without the setting', () => {
    for (const template of [plain.foundation, plain.service]) {
      expect(JSON.stringify(template.toJSON())).not.toContain('kms:');
    }
  });
});
