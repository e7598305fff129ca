import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { jwksResponse } from '../../../../contract/schemas/index.ts';
import { toPublicKeyring } from '../../../../functions/core/keys/public-keyring.ts';
import { createKeyring } from '../../../../functions/core/keys/rotate-keys.ts';
import { createEvent, type Deployment } from './invoke.ts';

export function publicKeysSuite({ aws, invoke }: Deployment): void {
  const keyring = createKeyring(Date.now(), 'pair');

  test('serves the public keys of its secret', async () => {
    const SecretString = JSON.stringify(toPublicKeyring(keyring));
    aws.answers = { GetSecretValue: () => ({ SecretString }) };
    const { result } = await invoke('jwks', createEvent('jwks'));
    const { statusCode, body } = result as { statusCode: number; body: string };
    expect(statusCode).toBe(200);
    const { keys } = z.parse(jwksResponse, JSON.parse(body));
    expect(keys.map(({ kid }) => kid)).toEqual(keyring.keys.map(({ kid }) => kid));
  });

  test('fails if its secret contains private keys', async () => {
    aws.answers = { GetSecretValue: () => ({ SecretString: JSON.stringify(keyring) }) };
    const { result } = await invoke('jwks', createEvent('jwks'));
    const { statusCode, body } = result as { statusCode: number; body: string };
    expect(statusCode).toBe(500);
    for (const { key } of keyring.keys) expect(body).not.toContain(key);
  });
}
