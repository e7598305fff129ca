/** A session and the keyrings, as the fake AWS stores them. */

import { serialiseSession } from '../../../../functions/adapters/dynamodb/session-row.ts';
import { tokenKeys } from '../../../../functions/adapters/secrets/keys.ts';
import type { Keyring } from '../../../../functions/core/keys/keyring.ts';
import { createKeyring } from '../../../../functions/core/keys/rotate-keys.ts';
import type { Answers } from '../../../support/fake-aws.ts';
import { keyringSecret } from '../../../support/keys.ts';
import { sessionJwts } from '../../../support/session-jwts.ts';
import type { Bundle } from './build.ts';
import { findBundle } from './invoke.ts';

const keyring = createKeyring(Date.now());
const user = { sub: 'user', username: 'name', email: 'test@example.com', groups: [] };
const nowSeconds = Math.floor(Date.now() / 1_000);
/** The row of the session. */
export const ROW = serialiseSession({
  sub: 'user',
  sid: 'session',
  counter: 1,
  createdAt: nowSeconds,
  startedAtMs: nowSeconds * 1_000,
  expiresAt: nowSeconds + 3_600,
  authenticatedAt: nowSeconds,
  amr: ['pwd'],
  validatedAt: nowSeconds,
  rotatedAt: nowSeconds,
  user,
  device: undefined,
  client: undefined,
  network: 'network',
});

/** Outputs of Secrets Manager: the keyrings and the client's secret. */
export const SECRETS: Answers = {
  GetSecretValue: ({ SecretId }) => ({
    SecretString: /(?:Tokens|Service)Secret/.test(String(SecretId))
      ? JSON.stringify(keyring)
      : 'client-secret',
  }),
};

/** Output of DynamoDB: the session. */
export const SESSION_ROW: Answers = { GetItem: () => ({ Item: ROW }) };

/** Signs a session JWT as a function would have done at that time. */
export function signToken(bundles: readonly Bundle[], atMs: number): Promise<string> {
  const { TOKEN_ISSUER: issuer = '', TOKEN_AUDIENCE: audience = '' } = findBundle(
    bundles,
    'authorizer',
  ).environment;
  const clock = () => atMs;
  const secret = keyringSecret(async () => JSON.stringify(makeActive(keyring)), clock);
  const keys = tokenKeys({ secret, clock });
  return sessionJwts({ keys, clock, issuer, audience }).sign({ sub: 'user', sid: 'session', user });
}

/** Makes the keys active since long before any token of the tests. */
const makeActive = ({ keys, permanent }: Keyring): Keyring => ({
  permanent,
  keys: keys.map((key) => ({ ...key, active_from: '2020-01-01T00:00:00.000Z' })),
});
