/** A sign-in by passkey must answer alike for every state of the account. */

import { describe, expect, test } from '@jest/globals';
import { PASSKEYS } from '../../../../contract/limits.ts';
import type { Switches } from '../../../../sandbox/cognito/switches.ts';
import { START } from '../../../support/attempts-world.ts';
import {
  type Browser,
  type MailDoorWorld,
  mailDoorWorld,
} from '../../../support/mail-door-world.ts';
import { addPasskey, JANE, newDevice, signIn } from '../../../support/passkey-world.ts';

async function addJane(world: MailDoorWorld) {
  await world.addUser(JANE);
  return signIn(world, JANE);
}

async function addJaneWithPasskey(world: MailDoorWorld) {
  const person = await addJane(world);
  await addPasskey(person);
  return person;
}

/** Brings the account into a state. */
const STATES: Record<string, (world: MailDoorWorld) => Promise<unknown>> = {
  unknown: async () => {},
  'without a passkey': addJane,
  'with a passkey': addJaneWithPasskey,
  'with many passkeys': async (world) => {
    const person = await addJaneWithPasskey(world);
    for (let count = 1; count < PASSKEYS.perUser; count += 1) await addPasskey(person);
  },
  'with an authenticator app': async (world) => {
    await addJane(world);
    await world.switchFactorOn(JANE);
  },
  'with an authenticator app and passkeys beside it': async (world) => {
    const person = await addJane(world);
    await addPasskey(await person.withBothFactors(await world.switchFactorOn(JANE)));
  },
  'with an authenticator app that hides the passkey': async (world) => {
    await addJaneWithPasskey(world);
    await world.switchFactorOn(JANE);
  },
  unconfirmed: (world) => world.order('signUp', JANE, { from: '203.0.113.1' }),
  'disabled, with a passkey': async (world) => {
    await addJaneWithPasskey(world);
    await world.admin('AdminDisableUser', JANE);
  },
  'that must reset the password, with a passkey': async (world) => {
    await addJaneWithPasskey(world);
    await world.admin('AdminResetUserPassword', JANE);
  },
  'with a temporary password': (world) =>
    world.admin('AdminCreateUser', JANE, {
      MessageAction: 'SUPPRESS',
      TemporaryPassword: 'a temporary password',
      UserAttributes: [{ Name: 'email', Value: JANE }],
    }),
};

const made = { ...newDevice().register('challenge') };
const CREDENTIAL = {
  ...made,
  response: {
    clientDataJSON: made.response.clientDataJSON,
    authenticatorData: 'AA',
    signature: 'AA',
  },
};

/** Hides the random parts, whose lengths stay. */
const hideRandom = (text: string): string =>
  text
    .replaceAll(/("token":"[\w-]{43})[\w-]{43}"/g, '$1"')
    .replaceAll(/"challenge":"([\w-]+)"/g, (_, { length }: string) => `"challenge":${length}`)
    .replaceAll(/(__Host-challenge=)[\w-]{43}/g, '$1');

/** Returns all that a stranger can observe, and the steps of our own code. */
async function tell(state: string, switches: Partial<Switches> = {}) {
  const world = await mailDoorWorld({ cognito: { switches } });
  await STATES[state]?.(world);
  // The same instant in every story.
  world.clock.set(START + 7_200_000);
  const history: unknown[] = [];
  const browser: Browser = {};
  const observe = async (route: 'passwordless' | 'challenge', body: object) => {
    world.steps.length = 0;
    const { status, headers, cookies, text } = await world.call(route, { ...body }, { browser });
    history.push({
      status,
      headers,
      cookies: cookies.map(hideRandom),
      text: hideRandom(text),
      bytes: text.length,
      steps: [...world.steps],
    });
    return text;
  };
  const begin = { username: JANE, method: 'passkey' };
  for (let count = 0; count < 2; count += 1) {
    const text = await observe('passwordless', begin);
    const challenge_token = /"token":"([\w-]{86})"/.exec(text)?.[1];
    for (const credential of [CREDENTIAL, CREDENTIAL, undefined, 'none']) {
      await observe('challenge', { challenge_token, credential });
    }
    await observe('challenge', { challenge_token, code: '123456' });
  }
  for (let count = 0; count < PASSKEYS.begun.network; count += 1) {
    await observe('passwordless', begin);
  }
  await observe('passwordless', { ...begin, captcha: await world.solve(JANE) });
  return history;
}

const OTHERS = Object.keys(STATES).filter((state) => state !== 'unknown');

describe.each(['random', 'preferred'] as const)(
  'where Cognito gives unknown names a %s challenge',
  (unknownUserChallenge) => {
    test.each(OTHERS)('an account %s answers as an unknown one does', async (state) => {
      const switches = { unknownUserChallenge };
      expect(await tell(state, switches)).toEqual(await tell('unknown', switches));
    });
  },
);
