import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ENVIRONMENT } from '../../../../contract/environment.ts';
import { TEST_USER } from '../../../../contract/test-user.ts';
import { FAULTS } from '../../../../scenarios/faults.ts';
import { findProse } from '../prose.ts';
import type { Bundle } from './build.ts';

/** A text that occurs in a bundle only if it contains the client for the variable's service. */
const SDK_CLIENTS = {
  TOKEN_KEYS_SECRET_ID: 'secretsmanager',
  SESSIONS_TABLE: 'DynamoDB_20120810',
  USER_POOL_CLIENT_ID: 'AWSCognitoIdentityProviderService',
};

const SANDBOX = [
  TEST_USER.username,
  TEST_USER.password,
  'is not part of this fake',
  'dynalite',
  ...FAULTS.map(({ description }) => description),
];

const OTHER_CREDENTIAL_PROVIDERS = [
  'sso_start_url',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS',
];

export function contentsSuite({ name, directory }: Bundle): void {
  const source = readFileSync(join(directory, 'index.js'), 'utf8');
  const findIn = (texts: readonly string[]) => texts.filter((text) => source.includes(text));

  test('contains the SDK clients that its variables need, and no others', () => {
    for (const [variable, text] of Object.entries(SDK_CLIENTS)) {
      expect({ variable, held: source.includes(text) }).toEqual({
        variable,
        held: variable in ENVIRONMENT[name].shape,
      });
    }
  });

  test('contains nothing of the sandbox and its fault credentials', () => {
    expect(findIn(SANDBOX)).toEqual([]);
  });

  test('contains no prose of the documentation', () => {
    expect(findProse(source)).toEqual([]);
  });

  test('contains no credential provider other than that of the environment', () => {
    expect(findIn(OTHER_CREDENTIAL_PROVIDERS)).toEqual([]);
  });
}
