/** An authenticator app of a user who has passkeys, over the fake of Cognito, which is strict. */

import { expect, test } from '@jest/globals';
import { appCode } from '../../../sandbox/browser.ts';
import { type MailDoorWorld, PASSWORD } from '../../../support/mail-door-world.ts';
import { addPasskey, JANE, passkeyWorld } from '../../../support/passkey-world.ts';

const callOf =
  (world: MailDoorWorld) =>
  async (
    { token }: { token: string },
    route: 'getMfa' | 'startTotp' | 'enableTotp' | 'disableTotp',
    body?: Readonly<Record<string, unknown>>,
  ) => {
    const headers = { Authorization: `Bearer ${token}` };
    const { status, text } = await world.call(route, body, { headers });
    return { status, body: text ? JSON.parse(text) : undefined };
  };

/** What each change of the factors has switched on or off. */
const changesIn = ({ requests }: MailDoorWorld): unknown[] =>
  requests
    .filter(({ operation }) => operation === 'SetUserMFAPreference')
    .map(({ input }) => {
      const { SoftwareTokenMfaSettings: app, WebAuthnMfaSettings: passkeys } = input as Record<
        string,
        { Enabled: boolean } | undefined
      >;
      return { app: app?.Enabled, passkeys: passkeys?.Enabled };
    });

test('passkeys become a factor with the app, stop before it, and become one with the next', async () => {
  const { world, person } = await passkeyWorld();
  const call = callOf(world);
  expect((await addPasskey(person)).answer.status).toBe(204);
  expect(changesIn(world)).toEqual([]);

  const { secret } = (await call(person, 'startTotp')).body;
  const code = appCode(secret, world.clock());
  expect((await call(person, 'enableTotp', { code })).status).toBe(204);
  expect(changesIn(world)).toEqual([{ app: true, passkeys: true }]);
  expect((await call(person, 'getMfa')).body).toEqual({ totp: { enabled: true }, required: false });

  const both = await person.withBothFactors(secret);
  expect((await call(person, 'disableTotp')).status).toBe(403);
  expect((await call(both, 'disableTotp')).status).toBe(204);
  expect(changesIn(world).slice(1)).toEqual([
    { app: undefined, passkeys: false },
    { app: false, passkeys: undefined },
  ]);
  expect((await world.logIn(JANE, PASSWORD)).status).toBe(200);

  const { secret: next } = (await call(both, 'startTotp')).body;
  const again = await call(both, 'enableTotp', { code: appCode(next, world.clock()) });
  expect(again.status).toBe(204);
  expect(changesIn(world).at(-1)).toEqual({ app: true, passkeys: true });
});
