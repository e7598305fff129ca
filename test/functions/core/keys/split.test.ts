/** What an attacker can do who has read the secret `tokens`, as every authorizer may. */

import { expect, test } from '@jest/globals';
import { serviceKeys } from '../../../../functions/adapters/secrets/keys.ts';
import type { Keyring } from '../../../../functions/core/keys/keyring.ts';
import { createKeyring } from '../../../../functions/core/keys/rotate-keys.ts';
import { refreshTokens } from '../../../../functions/core/sessions/refresh-token.ts';
import { sealer } from '../../../../functions/core/sessions/sealer.ts';
import { frozenClock } from '../../../support/clock.ts';
import { catchCode } from '../../../support/failure.ts';
import { keyringSecret } from '../../../support/keys.ts';

const clock = frozenClock();
const [tokens, service] = [createKeyring(clock()), createKeyring(clock())];
/** Uses a keyring as if it were that of the secret `service`. */
const useAsServiceKeys = (keyring: Keyring) =>
  serviceKeys({ secret: keyringSecret(async () => JSON.stringify(keyring), clock), clock });

/** The keys that the attacker knows, under the name of a key that the service uses. */
const renamed: Keyring = {
  ...tokens,
  keys: tokens.keys.map((entry) => ({ ...entry, kid: service.keys[0]?.kid ?? '' })),
};
/** What a bearer token tells about its session. */
const session = { sub: 'alice', sid: 'session-1' };

test.each([
  ['their own kid', tokens],
  ['the kid of the service', renamed],
])('cannot mint a refresh cookie with %s', async (_, keyring) => {
  const forged = await refreshTokens(useAsServiceKeys(keyring)).mint({ ...session, counter: 1 });
  const genuine = refreshTokens(useAsServiceKeys(service));
  await expect(catchCode(genuine.read(forged))).resolves.toBe('INVALID_REFRESH_TOKEN');
});

test.each([
  ['their own kid', tokens],
  ['the kid of the service', renamed],
])('cannot open a stored upstream token with %s', async (_, keyring) => {
  const sealed = await sealer(useAsServiceKeys(service)).seal('upstream', session);
  await expect(sealer(useAsServiceKeys(keyring)).open(sealed, session)).rejects.toThrow();
});

test('cannot compute the names of attempt counters', async () => {
  const theirs = await useAsServiceKeys(tokens).permanent('counters');
  expect(theirs).not.toEqual(await useAsServiceKeys(service).permanent('counters'));
});
