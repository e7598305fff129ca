/** What a stranger tries, to get into the account of somebody else by the mail door. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { MAILS } from '../../../../contract/limits.ts';
import {
  type Browser,
  type MailDoorWorld,
  mailDoorWorld,
  NEW_PASSWORD,
  PASSWORD,
} from '../../../support/mail-door-world.ts';

const VICTIM = 'victim@example.com';
const STRANGER = 'stranger@example.com';
const STRANGERS_PASSWORD = 'the password of a stranger';

let world: MailDoorWorld;
beforeEach(async () => {
  world = await mailDoorWorld();
});

const confirm = (username: string, code: string, password: string) =>
  world.call('confirmSignUp', { username, code, password });
const reset = (username: string, code: string, password: string) =>
  world.call('resetPassword', { username, code, password });

test('a stranger who signs the victim up first is left with nothing', async () => {
  const browser: Browser = {};
  await world.order('signUp', VICTIM, { browser });
  world.clock.advance(3_600);
  await world.order('signUp', VICTIM, { from: '203.0.113.1' });
  expect((await confirm(VICTIM, world.codeFor(VICTIM), PASSWORD)).status).toBe(204);
  // The stranger never chose a password, holds no device cookie and no session.
  expect(browser).toEqual({});
  expect((await world.logIn(VICTIM, STRANGERS_PASSWORD)).status).toBe(401);
  expect((await world.logIn(VICTIM, PASSWORD)).status).toBe(200);
});

test('a sign-up takes no password, even if the body has one', async () => {
  const captcha = await world.solve(VICTIM);
  const body = { username: VICTIM, captcha, password: STRANGERS_PASSWORD };
  expect((await world.call('signUp', body)).status).toBe(202);
  expect((await confirm(VICTIM, world.codeFor(VICTIM), PASSWORD)).status).toBe(204);
  expect((await world.logIn(VICTIM, STRANGERS_PASSWORD)).status).toBe(401);
});

test('a stranger cannot confirm the address of somebody else with a code of their own', async () => {
  await world.order('signUp', VICTIM);
  await world.order('signUp', STRANGER);
  world.asked.length = 0;
  const { error } = await confirm(VICTIM, world.codeFor(STRANGER), STRANGERS_PASSWORD);
  expect(error?.code).toBe('INVALID_CODE');
  expect(world.asked).toEqual([]);
});

/** Addresses that count as that of the victim, although Cognito tells them apart. */
describe.each(['v\u0131ctim@example.com', 'victim@\uff45xample.com', 'victim@example\uff0ecom'])(
  'a stranger who uses %s',
  (lookAlike) => {
    beforeEach(async () => {
      await world.addUser(VICTIM);
      world.asked.length = 0;
    });

    test('cannot register it, and shares no counters and devices with the victim', async () => {
      const { error } = await world.order('signUp', lookAlike);
      expect(error).toMatchObject({ code: 'BAD_REQUEST', details: { field: 'username' } });
      expect(world.asked).toEqual([]);
    });

    test('uses up none of the mails with which the victim resets the password', async () => {
      for (let order = 0; order < MAILS.perAccount; order += 1) {
        const { error } = await world.order('forgotPassword', lookAlike, { from: '203.0.113.1' });
        expect(error).toMatchObject({ code: 'BAD_REQUEST', details: { field: 'username' } });
        world.clock.advance(MAILS.spacing);
      }
      await world.order('forgotPassword', VICTIM);
      expect(world.mailsTo(VICTIM)).toHaveLength(1);
    });

    test('signs nobody in', async () => {
      expect((await world.logIn(lookAlike, PASSWORD)).error?.code).toBe('INVALID_CREDENTIALS');
      expect(world.asked).toEqual([]);
    });
  },
);

describe('a reset', () => {
  beforeEach(async () => {
    await world.addUser(VICTIM);
    await world.addUser(STRANGER);
    await world.order('forgotPassword', VICTIM);
    await world.order('forgotPassword', STRANGER);
    world.asked.length = 0;
  });

  test('does not accept the code of another account, nor its suffix on other digits', async () => {
    const [own, theirs] = [world.codeFor(STRANGER), world.codeFor(VICTIM)];
    for (const code of [own, theirs.slice(0, 6) + own.slice(6)]) {
      expect((await reset(VICTIM, code, STRANGERS_PASSWORD)).error?.code).toBe('INVALID_CODE');
    }
    expect(world.asked).toEqual([]);
  });

  test('does not accept the code of a sign-up, and the other way round', async () => {
    const other = 'new@example.com';
    await world.order('signUp', other);
    const code = world.codeFor(other);
    expect((await reset(other, code, STRANGERS_PASSWORD)).error?.code).toBe('INVALID_CODE');
    const theirs = await confirm(VICTIM, world.codeFor(VICTIM), STRANGERS_PASSWORD);
    expect(theirs.error?.code).toBe('INVALID_CODE');
  });

  test('nothing of the request gets into the mail', async () => {
    const poison = 'evil.example';
    world.clock.advance(60);
    const headers = {
      Host: poison,
      'X-Forwarded-Host': poison,
      Forwarded: `host=${poison}`,
      Referer: `https://${poison}/`,
      'User-Agent': poison,
    };
    expect((await world.order('forgotPassword', VICTIM, { headers })).status).toBe(202);
    const [first, second] = world.mailsTo(VICTIM);
    expect(second).toBeDefined();
    expect(JSON.stringify(second)).not.toContain(poison);
    const withoutCode = (body = '') => body.replace(/\d{6}[0-9A-Z]{8}/, '');
    expect(withoutCode(second?.body)).toBe(withoutCode(first?.body));
  });

  test('a code cannot be used twice', async () => {
    const code = world.codeFor(VICTIM);
    expect((await reset(VICTIM, code, NEW_PASSWORD)).status).toBe(204);
    const again = await reset(VICTIM, code, STRANGERS_PASSWORD);
    expect(again.error?.code).toBe('INVALID_CODE');
    expect(again.cookies).toEqual([]);
    expect((await world.logIn(VICTIM, NEW_PASSWORD)).status).toBe(200);
  });

  test('many entries of the right code at the same time set one password', async () => {
    const code = world.codeFor(VICTIM);
    const passwords = Array.from({ length: 8 }, (_, index) => `${NEW_PASSWORD} ${index}`);
    const answers = await Promise.all(passwords.map((each) => reset(VICTIM, code, each)));
    const winners = passwords.filter((_, index) => answers[index]?.status === 204);
    expect(winners).toHaveLength(1);
    expect((await world.logIn(VICTIM, winners[0] ?? '')).status).toBe(200);
  });
});

test('many confirmations at the same time: whoever is told 204 can sign in, and nobody else', async () => {
  await world.order('signUp', VICTIM);
  const code = world.codeFor(VICTIM);
  const passwords = Array.from({ length: 8 }, (_, index) => `${NEW_PASSWORD} ${index}`);
  const answers = await Promise.all(passwords.map((each) => confirm(VICTIM, code, each)));
  expect(answers.filter(({ status }) => status === 204).length).toBeGreaterThanOrEqual(1);
  expect((await confirm(VICTIM, code, STRANGERS_PASSWORD)).error?.code).toBe('INVALID_CODE');
});

test('a re-registered address inherits no device and no session', async () => {
  const sub = await world.addUser(VICTIM);
  const former: Browser = {};
  const signedIn = await world.logIn(VICTIM, PASSWORD, { browser: former });
  const { token } = JSON.parse(signedIn.text) as { token: string };
  await world.admin('AdminDeleteUser', VICTIM);

  world.clock.advance(60);
  await world.order('signUp', VICTIM);
  const browser: Browser = {};
  const body = { username: VICTIM, code: world.codeFor(VICTIM), password: NEW_PASSWORD };
  expect((await world.call('confirmSignUp', body, { browser })).status).toBe(204);
  const { Username } = (await world.admin('AdminGetUser', VICTIM)) as { Username: string };
  expect(Username).not.toBe(sub);

  // The former owner's device is a stranger, and that session is not one of the new account.
  const asStranger = await world.call('forgotPassword', { username: VICTIM }, { browser: former });
  expect(asStranger.error?.code).toBe('CAPTCHA_REQUIRED');
  const asOwner = await world.call('forgotPassword', { username: VICTIM }, { browser });
  expect(asOwner.status).toBe(202);
  const answer = await world.call('session', undefined, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(answer.text).not.toContain(Username);
});

test('a code that was guessed at random reaches Cognito for no name', async () => {
  await world.order('signUp', VICTIM);
  world.asked.length = 0;
  for (const username of [VICTIM, 'nobody@example.com']) {
    for (let index = 0; index < 200; index += 1) {
      const code = `${100_000 + index}${(index * 7_919).toString(32).toUpperCase().padStart(8, '0')}`;
      expect((await reset(username, code, PASSWORD)).status).toBe(400);
      expect((await confirm(username, code, PASSWORD)).status).toBe(400);
    }
  }
  expect(world.asked).toEqual([]);
});
