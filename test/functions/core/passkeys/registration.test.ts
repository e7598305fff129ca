/** Adding, naming and removing passkeys, over the fake of Cognito and a software authenticator. */

import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, PASSKEYS } from '../../../../contract/limits.ts';
import type { Answer, MailDoorWorld } from '../../../support/mail-door-world.ts';
import {
  addPasskey,
  beginRegistration,
  JANE,
  MALLORY,
  newDevice,
  type Person,
  passkeyWorld,
  signIn,
} from '../../../support/passkey-world.ts';

interface Listed {
  id: string;
  name: string;
  created_at: string;
}

const listOf = async (person: Person): Promise<Listed[]> => {
  const answer = await person.call('listPasskeys');
  expect(answer.status).toBe(200);
  return (JSON.parse(answer.text) as { passkeys: Listed[] }).passkeys;
};

/** Whether passkeys became a factor, at each change. */
const factorsSet = ({ requests }: MailDoorWorld): unknown[] =>
  requests
    .filter(({ operation }) => operation === 'SetUserMFAPreference')
    .map(({ input }) => input as { WebAuthnMfaSettings?: { Enabled?: boolean } })
    .map(({ WebAuthnMfaSettings }) => WebAuthnMfaSettings?.Enabled);

const codeOf = ({ error }: Answer): string | undefined => error?.code;

describe('a signed-in user', () => {
  test('adds a passkey, which the list names after the browser', async () => {
    const { world, person } = await passkeyWorld();
    const { device, answer } = await addPasskey(person);
    expect([answer.status, answer.text]).toEqual([204, '']);
    await expect(listOf(person)).resolves.toEqual([
      { id: device.id, name: 'Firefox on Windows', created_at: expect.stringMatching(/Z$/) },
    ]);
    expect(world.events).toContain('passkey_added');
    expect(world.noticed).toContainEqual({ kind: 'passkey_added', to: JANE });
  });

  test('gives it a name, and later another one', async () => {
    const { person } = await passkeyWorld();
    const { device } = await addPasskey(person, { name: 'Phone' });
    expect((await listOf(person))[0]?.name).toBe('Phone');
    const parameters = { id: device.id };
    const renamed = await person.call('renamePasskey', { name: 'Old phone 📱' }, { parameters });
    expect(renamed.status).toBe(204);
    expect((await listOf(person))[0]?.name).toBe('Old phone 📱');
  });

  test.each(['', ' Phone', 'Phone ', 'Pho\u0000ne', 'x'.repeat(PASSKEYS.nameLength + 1)])(
    'cannot name it %j',
    async (name) => {
      const { person } = await passkeyWorld();
      const { device } = await addPasskey(person);
      const answer = await person.call(
        'renamePasskey',
        { name },
        { parameters: { id: device.id } },
      );
      expect(answer.error).toMatchObject({ code: 'BAD_REQUEST', details: { field: 'name' } });
    },
  );

  test('removes it, is told by mail, and may repeat the request', async () => {
    const { world, person } = await passkeyWorld();
    const { device } = await addPasskey(person);
    await addPasskey(person, { name: 'Laptop' });
    const remove = () => person.call('removePasskey', undefined, { parameters: { id: device.id } });
    expect((await remove()).status).toBe(204);
    expect((await listOf(person)).map(({ name }) => name)).toEqual(['Laptop']);
    expect((await remove()).status).toBe(204);
    expect(world.events.filter((event) => event === 'passkey_removed')).toHaveLength(1);
    expect(world.noticed.filter(({ kind }) => kind === 'passkey_removed')).toHaveLength(1);
  });

  test('does not find a name of the former passkey at a new one with the same ID', async () => {
    const { world, person } = await passkeyWorld();
    const { device } = await addPasskey(person, { name: 'Phone' });
    await person.call('removePasskey', undefined, { parameters: { id: device.id } });
    await expect(world.passkeyNames.read(person.sub)).resolves.toEqual({});
  });

  test('creates passkeys that a browser finds by itself, and that verify the user', async () => {
    // What Cognito asks for may be less.
    const { person } = await passkeyWorld({ switches: { residentKey: 'preferred' } });
    const { options } = await beginRegistration(person);
    expect(options).toMatchObject({
      rp: { id: 'example.com' },
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
    });
  });

  test(`has at most ${PASSKEYS.perUser} passkeys`, async () => {
    const { person } = await passkeyWorld();
    for (let count = 0; count < PASSKEYS.perUser; count += 1) await addPasskey(person);
    const { error } = await person.call('beginPasskey');
    expect(error).toMatchObject({ code: 'CONFLICT', details: { field: 'credential' } });
    expect(error?.message).toBe(`credential is one more than the limit of ${PASSKEYS.perUser}`);
  });

  test('cannot rename a passkey that is not theirs', async () => {
    const { world, person } = await passkeyWorld();
    const mallory = await signIn(world, MALLORY);
    const { device } = await addPasskey(person);
    const parameters = { id: device.id };
    const renamed = await mallory.call('renamePasskey', { name: 'Mine' }, { parameters });
    expect(renamed.error).toMatchObject({ code: 'NOT_FOUND', message: 'No such passkey' });
    expect((await mallory.call('removePasskey', undefined, { parameters })).status).toBe(204);
    await expect(listOf(person)).resolves.toHaveLength(1);
    await expect(listOf(mallory)).resolves.toEqual([]);
  });
});

describe('a registration', () => {
  test('needs a recent sign-in at each step, and so does a removal', async () => {
    const { world, person } = await passkeyWorld();
    const { device } = await addPasskey(person);
    world.clock.advance(ACCOUNT.recentSignIn);
    const begun = await beginRegistration(person);
    world.clock.advance(1);
    world.asked.length = 0;
    for (const answer of [
      await person.call('beginPasskey'),
      await person.complete(begun, newDevice()),
      await person.call('removePasskey', undefined, { parameters: { id: device.id } }),
    ]) {
      expect(codeOf(answer)).toBe('REAUTHENTICATION_REQUIRED');
    }
    expect(world.asked).toEqual([]);
    await expect(listOf(person)).resolves.toHaveLength(1);
  });

  test('needs both factors if an authenticator app is on', async () => {
    const { world, person } = await passkeyWorld();
    const { device } = await addPasskey(person);
    const begun = await beginRegistration(person);
    await world.switchFactorOn(JANE);
    // This session was opened by the password alone.
    for (const answer of [
      await person.call('beginPasskey'),
      await person.complete(begun, newDevice()),
      await person.call('removePasskey', undefined, { parameters: { id: device.id } }),
    ]) {
      expect(codeOf(answer)).toBe('REAUTHENTICATION_REQUIRED');
    }
    await expect(listOf(person)).resolves.toHaveLength(1);
  });

  test('needs no more than its own session: the same access token completes it', async () => {
    const { person } = await passkeyWorld({ switches: { registrationToken: 'same' } });
    const { answer } = await addPasskey(person);
    expect(answer.status).toBe(204);
  });

  test('cannot be completed by another session of the user, nor by another user', async () => {
    const { world, person } = await passkeyWorld();
    const begun = await beginRegistration(person);
    for (const name of [JANE, MALLORY]) {
      const other = await signIn(world, name);
      const { error } = await other.complete(begun, newDevice());
      expect(error).toMatchObject({
        code: 'INVALID_CHALLENGE',
        details: { field: 'registration_token' },
      });
      await expect(listOf(other)).resolves.toEqual([]);
    }
    expect((await person.complete(begun, newDevice())).status).toBe(204);
  });

  test('takes a credential once', async () => {
    const { person } = await passkeyWorld();
    const begun = await beginRegistration(person);
    const device = newDevice();
    expect((await person.complete(begun, device)).status).toBe(204);
    const again = await person.complete(begun, device);
    expect(again.error).toMatchObject({
      code: 'INVALID_CHALLENGE',
      details: { action: 'fix_request', field: 'registration_token' },
    });
  });

  test('cannot be completed with what was signed for another registration', async () => {
    const { person } = await passkeyWorld();
    const first = await beginRegistration(person);
    const second = await beginRegistration(person);
    const credential = newDevice().register(first.options.challenge);
    const body = { registration_token: second.registration_token, credential };
    expect(codeOf(await person.call('completePasskey', body))).toBe('INVALID_CHALLENGE');
  });

  test('is over after five minutes', async () => {
    const { world, person } = await passkeyWorld();
    const begun = await beginRegistration(person);
    world.clock.advance(PASSKEYS.registration);
    world.asked.length = 0;
    const answer = await person.complete(begun, newDevice());
    expect(codeOf(answer)).toBe('INVALID_CHALLENGE');
    expect(world.asked).toEqual([]);
  });

  test.each([
    ['a foreign origin', { origin: 'https://example.com.evil.example' }],
    ['a page of another team on the same domain', { origin: 'https://blog.example.com' }],
    ['a foreign relying party', { rpId: 'evil.example' }],
    ['no verification of the user', { verifiesUser: false }],
  ])('is refused for %s, and may be tried again', async (_, options) => {
    const { world, person } = await passkeyWorld();
    const begun = await beginRegistration(person);
    const refused = await person.complete(begun, newDevice(options));
    expect(refused.error).toMatchObject({
      code: 'PASSKEY_REJECTED',
      details: { action: 'fix_request', field: 'credential' },
    });
    expect(world.events).not.toContain('passkey_added');
    await expect(listOf(person)).resolves.toEqual([]);
    expect((await person.complete(begun, newDevice())).status).toBe(204);
  });

  test.each(['', 'x', 'a.b.c', 'a.b.c.d', `${'k'.repeat(40)}.AAAA.AAAA.AAAA`])(
    'is refused for the made-up token %j',
    async (registration_token) => {
      const { person } = await passkeyWorld();
      const { options } = await beginRegistration(person);
      const answer = await person.complete({ options, registration_token }, newDevice());
      expect(answer.error).toMatchObject({
        code: registration_token === '' ? 'BAD_REQUEST' : 'INVALID_CHALLENGE',
        details: { field: 'registration_token' },
      });
    },
  );

  test('reveals neither the access token nor anything in the log', async () => {
    const { world, person } = await passkeyWorld();
    const { registration_token } = await beginRegistration(person);
    for (const part of registration_token.split('.')) {
      expect(Buffer.from(part, 'base64url').toString()).not.toContain('eyJ');
    }
    expect(JSON.stringify(world.audits)).not.toContain(registration_token);
  });
});

describe('the owner learns of a change whose answer was lost', () => {
  const lose = (world: MailDoorWorld, operation: string) => {
    world.control.before = (step) => {
      if (step === `after ${operation}`) throw new Error('socket hang up');
    };
  };
  const kinds = (world: MailDoorWorld) => world.noticed.map(({ kind }) => kind);

  test('of a passkey that was added', async () => {
    const { world, person } = await passkeyWorld();
    lose(world, 'CompleteWebAuthnRegistration');
    expect(codeOf((await addPasskey(person)).answer)).toBe('BAD_GATEWAY');
    expect(kinds(world)).toContain('passkey_added');
    await expect(listOf(person)).resolves.toMatchObject([{ name: 'Passkey' }]);
  });

  test('of a passkey that was removed', async () => {
    const { world, person } = await passkeyWorld();
    const { device } = await addPasskey(person);
    lose(world, 'DeleteWebAuthnCredential');
    const remove = () => person.call('removePasskey', undefined, { parameters: { id: device.id } });
    expect(codeOf(await remove())).toBe('BAD_GATEWAY');
    expect(kinds(world)).toContain('passkey_removed');
    expect((await remove()).status).toBe(204);
    await expect(listOf(person)).resolves.toEqual([]);
  });

  test('and gets no mail if Cognito has certainly refused it', async () => {
    const { world, person } = await passkeyWorld();
    const begun = await beginRegistration(person);
    await person.complete(begun, newDevice({ rpId: 'evil.example' }));
    expect(kinds(world)).not.toContain('passkey_added');
  });
});

describe('passkeys beside an authenticator app', () => {
  test('become a factor when one is added, and stop being one with the last', async () => {
    const { world, person } = await passkeyWorld();
    const both = await person.withBothFactors(await world.switchFactorOn(JANE));
    const { device, answer } = await addPasskey(both);
    expect(answer.status).toBe(204);
    expect(factorsSet(world)).toEqual([true]);
    const { device: second } = await addPasskey(both);
    await both.call('removePasskey', undefined, { parameters: { id: device.id } });
    expect(factorsSet(world)).toEqual([true, true]);
    await both.call('removePasskey', undefined, { parameters: { id: second.id } });
    expect(factorsSet(world)).toEqual([true, true, false]);
  });

  test('stay no factor without the app, which Cognito would refuse', async () => {
    const { world, person } = await passkeyWorld();
    const { device } = await addPasskey(person);
    await person.call('removePasskey', undefined, { parameters: { id: device.id } });
    expect(world.asked).not.toContain('SetUserMFAPreference');
  });

  test('a failure of the second step is told, and the owner gets the notice', async () => {
    const { world, person } = await passkeyWorld();
    const both = await person.withBothFactors(await world.switchFactorOn(JANE));
    world.control.before = (step) => {
      if (step === 'SetUserMFAPreference') throw new Error('socket hang up');
    };
    const { answer, device } = await addPasskey(both);
    expect(codeOf(answer)).toBe('BAD_GATEWAY');
    expect(world.noticed).toContainEqual({ kind: 'passkey_added', to: JANE });
    // The removal switches the factor off again, however often it is repeated.
    const remove = () => both.call('removePasskey', undefined, { parameters: { id: device.id } });
    expect(codeOf(await remove())).toBe('BAD_GATEWAY');
    world.control.before = () => {};
    expect((await remove()).status).toBe(204);
    expect(factorsSet(world)).toEqual([false]);
  });
});
