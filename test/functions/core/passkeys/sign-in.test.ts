/** A sign-in by passkey, over the fake of Cognito and a software authenticator. */

import { describe, expect, test } from '@jest/globals';
import { CHALLENGE, PASSKEYS } from '../../../../contract/limits.ts';
import type { PasswordlessResponse } from '../../../../contract/schemas/index.ts';
import type { Switches } from '../../../../sandbox/cognito/switches.ts';
import {
  type Answer,
  type Browser,
  type MailDoorWorld,
  mailDoorWorld,
  NEW_PASSWORD,
  PASSWORD,
} from '../../../support/mail-door-world.ts';
import {
  addPasskey,
  type Device,
  JANE,
  MALLORY,
  newDevice,
  nextToken,
  passkeyWorld,
  signIn,
} from '../../../support/passkey-world.ts';

interface Begun {
  token: string;
  options: { challenge: string; rpId: string; allowCredentials: unknown[] };
}

const BODY = { username: JANE, method: 'passkey' };

/** Begins a sign-in in a browser. */
async function begin(world: MailDoorWorld, browser: Browser, username = JANE): Promise<Begun> {
  const answer = await world.call('passwordless', { ...BODY, username }, { browser });
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
  const { challenge } = JSON.parse(answer.text) as PasswordlessResponse;
  if (challenge.name !== 'WEB_AUTHN') throw new Error(`got ${challenge.name}`);
  return { token: challenge.token, options: challenge.parameters.options };
}

const send = (
  world: MailDoorWorld,
  browser: Browser,
  challenge_token: string,
  credential: object,
): Promise<Answer> => world.call('challenge', { challenge_token, credential }, { browser });

/** What the authenticator returns for a challenge. */
const sign = (device: Device, challenge: string, origin?: string): object =>
  JSON.parse(device.assert(challenge, origin)) as object;

/** Begins and completes a sign-in. */
async function signInBy(world: MailDoorWorld, device: Device, browser: Browser = {}) {
  const { token, options } = await begin(world, browser);
  return send(world, browser, token, sign(device, options.challenge));
}

const codeOf = ({ error }: Answer): string | undefined => error?.code;

/** A user with a passkey. */
async function withPasskey(switches: Partial<Switches> = {}) {
  const { world, person } = await passkeyWorld({ switches });
  const { device } = await addPasskey(person);
  world.asked.length = 0;
  return { world, person, device };
}

const amrOfLast = (world: MailDoorWorld) => world.sessions.rows().at(-1)?.amr;

test('a passkey that a thief of the password has added works until its owner removes it', async () => {
  const { world, person } = await passkeyWorld();
  const { device: thief } = await addPasskey(person);
  await world.order('forgotPassword', JANE);
  const proof = { username: JANE, code: world.codeFor(JANE), password: NEW_PASSWORD };
  expect((await world.call('resetPassword', proof)).status).toBe(204);
  world.clock.advance(1);
  expect((await signInBy(world, thief)).status).toBe(200);
  const owner = await world.logIn(JANE, NEW_PASSWORD, { from: '203.0.113.9' });
  const { token } = JSON.parse(owner.text) as { token: string };
  const sent = { headers: { Authorization: `Bearer ${token}` }, parameters: { id: thief.id } };
  expect((await world.call('removePasskey', undefined, sent)).status).toBe(204);
  expect(codeOf(await signInBy(world, thief))).toBe('PASSKEY_REJECTED');
});

describe('the owner of a passkey', () => {
  test('signs in without a password, and the device is known', async () => {
    const { world, device } = await withPasskey();
    const browser: Browser = {};
    const answer = await signInBy(world, device, browser);
    expect(answer.status).toBe(200);
    expect(browser.device).toMatch(/^__Host-device=./);
    expect(amrOfLast(world)).toEqual(['swk', 'mfa']);
  });

  test('gets options of ours, which name no passkeys', async () => {
    const { world } = await withPasskey();
    const { options } = await begin(world, {});
    expect(options).toEqual({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      timeout: 300_000,
      rpId: 'example.com',
      allowCredentials: [],
      userVerification: 'required',
    });
  });

  test('may change the account at once, also with an authenticator app on', async () => {
    const { world, person, device } = await withPasskey();
    const both = await person.withBothFactors(await world.switchFactorOn(JANE));
    await addPasskey(both);
    const { text } = await signInBy(world, device);
    const { token } = JSON.parse(text) as { token: string };
    const headers = { Authorization: `Bearer ${token}` };
    expect((await world.call('beginPasskey', undefined, { headers })).status).toBe(200);
  });

  test('gets in while strangers guess at the password, and while a thief tries codes', async () => {
    const { world, person, device } = await withPasskey();
    const both = await person.withBothFactors(await world.switchFactorOn(JANE));
    await addPasskey(both);
    const thief: Browser = {};
    let token = nextToken(await world.logIn(JANE, PASSWORD, { browser: thief }));
    for (let guess = 0; guess < CHALLENGE.triesInWindow; guess += 1) {
      const body = { challenge_token: token, code: `00000${guess}` };
      const wrong = await world.call('challenge', body, { browser: thief });
      token = nextToken(wrong);
    }
    for (let guess = 0; guess < 5; guess += 1) {
      await world.logIn(JANE, `guess ${guess}`, { from: `203.0.113.${guess}` });
    }
    expect((await world.logIn(JANE, PASSWORD)).status).toBe(429);
    expect((await signInBy(world, device)).status).toBe(200);
  });

  test.each(['session lives', 'session spent'] as const)(
    'begins again after a passkey that Cognito refuses (%s)',
    async (wrongPasskey) => {
      const { world, device } = await withPasskey({ wrongPasskey });
      const browser: Browser = {};
      const { token, options } = await begin(world, browser);
      const { response, ...credential } = sign(device, options.challenge) as {
        response: Record<string, string>;
      };
      const signature = Buffer.alloc(70).toString('base64url');
      const forged = { ...credential, response: { ...response, signature } };
      const refused = await send(world, browser, token, forged);
      expect(refused.error).toMatchObject({
        code: 'PASSKEY_REJECTED',
        details: { action: 'login' },
      });
      // One answer for each challenge, whatever Cognito does.
      const again = await send(world, browser, token, sign(device, options.challenge));
      expect(codeOf(again)).toBe('INVALID_CHALLENGE');
      expect((await signInBy(world, device, browser)).status).toBe(200);
    },
  );

  test('may answer once more after a passkey that this service refuses', async () => {
    const { world, device } = await withPasskey();
    const browser: Browser = {};
    const { token, options } = await begin(world, browser);
    const removed = newDevice();
    const refused = await send(world, browser, token, sign(removed, options.challenge));
    expect(codeOf(refused)).toBe('PASSKEY_REJECTED');
    const answer = await send(world, browser, token, sign(device, options.challenge));
    expect(answer.status).toBe(200);
  });

  test('has the time of a sign-in step', async () => {
    const { world, device } = await withPasskey();
    const browser: Browser = {};
    const { token, options } = await begin(world, browser);
    world.clock.advance(300);
    const answer = await send(world, browser, token, sign(device, options.challenge));
    expect(codeOf(answer)).toBe('INVALID_CHALLENGE');
  });

  test('signs in right after a reset of the password, and not with what began before', async () => {
    const { world, device } = await withPasskey();
    const before: Browser = {};
    const begun = await begin(world, before);
    await world.order('forgotPassword', JANE);
    const proof = { username: JANE, code: world.codeFor(JANE), password: NEW_PASSWORD };
    expect((await world.call('resetPassword', proof)).status).toBe(204);
    const late = await send(world, before, begun.token, sign(device, begun.options.challenge));
    expect(codeOf(late)).toBe('INVALID_CHALLENGE');
    expect((await signInBy(world, device)).status).toBe(200);
  });

  test('cannot sign in with a passkey that was removed', async () => {
    const { world, person, device } = await withPasskey();
    await person.call('removePasskey', undefined, { parameters: { id: device.id } });
    expect(codeOf(await signInBy(world, device))).toBe('PASSKEY_REJECTED');
  });

  test('is refused if the challenge of a disabled user is answered', async () => {
    const { world, device } = await withPasskey();
    const browser: Browser = {};
    const { token, options } = await begin(world, browser);
    await world.admin('AdminDisableUser', JANE);
    const answer = await send(world, browser, token, sign(device, options.challenge));
    expect(codeOf(answer)).toBe('INVALID_CHALLENGE');
  });
});

describe('an attacker', () => {
  /** Changes what an authenticator signed, or has another one sign. */
  const FORGERIES: Record<string, (challenge: string, device: Device) => object> = {
    'another authenticator': (challenge) => sign(newDevice(), challenge),
    'another challenge': (_, device) => sign(device, Buffer.alloc(32, 1).toString('base64url')),
    'a page of another site': (challenge, device) =>
      sign(device, challenge, 'https://evil.example'),
    'a page of another team on the same domain': (challenge, device) =>
      sign(device, challenge, 'https://blog.example.com'),
    'a registration': (challenge, device) => {
      const { response, ...credential } = device.register(challenge);
      const { clientDataJSON } = response;
      const parts = { clientDataJSON, authenticatorData: 'AA', signature: 'AA' };
      return { ...credential, response: parts };
    },
    'no verified user': (challenge, device) => {
      const credential = sign(device, challenge) as { response: Record<string, string> };
      const data = Buffer.from(credential.response.authenticatorData ?? '', 'base64url');
      data[32] = (data[32] ?? 0) & ~0x04;
      const authenticatorData = data.toString('base64url');
      return { ...credential, response: { ...credential.response, authenticatorData } };
    },
    'no client data': (challenge, device) => {
      const credential = sign(device, challenge) as { response: Record<string, string> };
      return { ...credential, response: { ...credential.response, clientDataJSON: 'bm9uZQ' } };
    },
  };

  test.each(Object.entries(FORGERIES))(
    'with %s is refused before Cognito is asked, and uses nothing up',
    async (_, forge) => {
      const { world, device } = await withPasskey();
      const browser: Browser = {};
      const { token, options } = await begin(world, browser);
      for (let count = 0; count <= CHALLENGE.triesInWindow; count += 1) {
        const forged = forge(options.challenge, device);
        expect(codeOf(await send(world, browser, token, forged))).toBe('PASSKEY_REJECTED');
      }
      expect(world.asked).not.toContain('RespondToAuthChallenge');
      const answer = await send(world, browser, token, sign(device, options.challenge));
      expect(answer.status).toBe(200);
    },
  );

  test('cannot answer in another browser, nor a second time', async () => {
    const { world, device } = await withPasskey();
    const browser: Browser = {};
    const { token, options } = await begin(world, browser);
    const credential = sign(device, options.challenge);
    const other: Browser = {};
    await begin(world, other, MALLORY);
    for (const thief of [{}, other]) {
      expect(codeOf(await send(world, thief, token, credential))).toBe('INVALID_CHALLENGE');
    }
    const copy = { ...browser };
    expect((await send(world, browser, token, credential)).status).toBe(200);
    expect(codeOf(await send(world, copy, token, credential))).toBe('INVALID_CHALLENGE');
  });

  test('cannot replay an answer at another sign-in', async () => {
    const { world, device } = await withPasskey();
    const { options } = await begin(world, {});
    const credential = sign(device, options.challenge);
    const browser: Browser = {};
    const second = await begin(world, browser);
    expect(codeOf(await send(world, browser, second.token, credential))).toBe('PASSKEY_REJECTED');
  });

  test('signs in to the own account only', async () => {
    const { world } = await withPasskey();
    const { device } = await addPasskey(await signIn(world, MALLORY));
    expect(codeOf(await signInBy(world, device))).toBe('PASSKEY_REJECTED');
  });

  test('cannot answer twice at the same time', async () => {
    const { world, device } = await withPasskey();
    const browser: Browser = {};
    const { token, options } = await begin(world, browser);
    const credential = sign(device, options.challenge);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => send(world, { ...browser }, token, credential)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(world.asked.filter((each) => each === 'RespondToAuthChallenge')).toHaveLength(1);
  });

  test('needs a CAPTCHA after many sign-ins of one network, and closes no account', async () => {
    const { world, device } = await withPasskey();
    const from = '203.0.113.7';
    for (let count = 0; count < PASSKEYS.begun.network; count += 1) {
      expect((await world.call('passwordless', BODY, { from })).status).toBe(202);
    }
    const calls = world.asked.length;
    const refused = await world.call('passwordless', BODY, { from });
    expect(codeOf(refused)).toBe('CAPTCHA_REQUIRED');
    expect(world.asked).toHaveLength(calls);
    const captcha = await world.solve(JANE);
    const solved = await world.call('passwordless', { ...BODY, captcha }, { from });
    expect(solved.status).toBe(202);
    const used = await world.call('passwordless', { ...BODY, captcha }, { from });
    expect(codeOf(used)).toBe('CAPTCHA_REQUIRED');
    // The owner is elsewhere, or has signed in on the device before.
    const browser: Browser = {};
    expect((await signInBy(world, device, browser)).status).toBe(200);
    expect((await world.call('passwordless', BODY, { from, browser })).status).toBe(202);
  });

  test('needs one after many sign-ins of neighbouring IPv6 networks, too', async () => {
    const { world } = await withPasskey();
    const beginFrom = (network: number) =>
      world.call('passwordless', BODY, { from: `2001:db8:0:${network.toString(16)}::1` });
    for (let network = 0; network < PASSKEYS.begun.wideNetwork; network += 1) {
      expect((await beginFrom(network)).status).toBe(202);
    }
    expect(codeOf(await beginFrom(0xffff))).toBe('CAPTCHA_REQUIRED');
    expect((await world.call('passwordless', BODY, { from: '2001:db8:1::1' })).status).toBe(202);
  });

  test('does not exceed that by a burst', async () => {
    const { world } = await withPasskey();
    const burst = Array.from({ length: 2 * PASSKEYS.begun.network }, () =>
      world.call('passwordless', BODY, { from: '203.0.113.7' }),
    );
    const answers = await Promise.all(burst);
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(PASSKEYS.begun.network);
  });
});

describe('passkeys and an authenticator app', () => {
  test('a passkey that was there before the app signs in after the next one is added', async () => {
    const { world, person, device } = await withPasskey();
    const both = await person.withBothFactors(await world.switchFactorOn(JANE));
    // The app was switched on elsewhere, so Cognito does not offer the passkey.
    expect(codeOf(await signInBy(world, device))).toBe('PASSKEY_REJECTED');
    await addPasskey(both);
    expect((await signInBy(world, device)).status).toBe(200);
    expect(amrOfLast(world)).toEqual(['swk', 'mfa']);
  });

  test('an app that is switched on after the sign-in began is asked for as well', async () => {
    const { world, device } = await withPasskey();
    const browser: Browser = {};
    const { token, options } = await begin(world, browser);
    await world.switchFactorOn(JANE);
    const answer = await send(world, browser, token, sign(device, options.challenge));
    expect(answer.error).toMatchObject({
      code: 'CHALLENGE_REQUIRED',
      details: { challenge: { name: 'SOFTWARE_TOKEN_MFA' } },
    });
  });

  test('where Cognito hides passkeys beside an app, the sign-in is a decoy', async () => {
    const { world, person, device } = await withPasskey({ passkeyBesideOptionalMfa: 'hidden' });
    const both = await person.withBothFactors(await world.switchFactorOn(JANE));
    await addPasskey(both);
    expect(codeOf(await signInBy(world, device))).toBe('PASSKEY_REJECTED');
    // The password and the code still sign in.
    expect((await world.logIn(JANE, PASSWORD)).error?.code).toBe('CHALLENGE_REQUIRED');
  });
});

test('a method that the stage does not have is BAD_REQUEST', async () => {
  const world = await mailDoorWorld({ methods: { emailCode: false, relyingParty: undefined } });
  for (const method of ['passkey', 'email_code']) {
    const { error } = await world.call('passwordless', { ...BODY, method });
    expect(error).toMatchObject({ code: 'BAD_REQUEST', details: { field: 'method' } });
  }
  expect(world.asked).toEqual([]);
});
