import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ENVIRONMENT } from '../../../../contract/environment.ts';
import { TEST_USER } from '../../../../contract/test-user.ts';
import { FAULTS } from '../../../../scenarios/faults.ts';
import { findProse } from '../prose.ts';
import type { Bundle } from './build.ts';

/** A text that occurs in a bundle only if it contains the client for one of these variables. */
const CLIENTS = {
  secretsmanager: ['TOKEN_KEYS_SECRET_ID', 'SERVICE_KEYS_SECRET_ID'],
  DynamoDB_20120810: ['SESSIONS_TABLE', 'ATTEMPTS_TABLE'],
  AWSEvents: ['EVENT_BUS_NAME'],
  '/v2/email/outbound-emails': ['MAIL_FROM'],
  // The function that revalidates users calls Cognito with its role, and not as the client.
  AWSCognitoIdentityProviderService: ['USER_POOL_CLIENT_ID', 'USER_POOL_ID'],
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

  test('contains the clients that its variables need, and no others', () => {
    for (const [text, variables] of Object.entries(CLIENTS)) {
      const isNeeded = variables.some((variable) => variable in ENVIRONMENT[name].shape);
      expect({ text, held: source.includes(text) }).toEqual({ text, held: isNeeded });
    }
  });

  test('contains nothing of the sandbox and its fault credentials', () => {
    expect(findIn(SANDBOX)).toEqual([]);
  });

  test('contains no prose of the documentation', () => {
    expect(findProse(source)).toEqual([]);
  });

  test('imports no module at run time', () => {
    expect(source).not.toMatch(/\bimport\(/);
  });

  test('contains no credential provider other than that of the environment', () => {
    expect(findIn(OTHER_CREDENTIAL_PROVIDERS)).toEqual([]);
  });
}
