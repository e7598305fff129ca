/**
 * The life of an account, by a person at browsers who sees the sandbox's pages and nothing else. The
 * tests are the chapters of one story, in this order.
 */

import { afterAll, expect, test } from '@jest/globals';
import { launchBrowser } from '../docs/browser.ts';
import { Person } from './browser-person.ts';
import { startJourney } from './world.ts';

const { sandbox, newDevice, pass } = await startJourney();
const browser = await launchBrowser();
afterAll(() => browser.close());

const [OLD_NAME, NAME] = ['jane@old.example', 'jane@new.example'];
const PASSWORDS = {
  first: 'seven wet bicycles',
  changed: 'eight dry tricycles',
  reset: 'nine warm unicycles',
  successor: 'ten cold tandem rides',
};
const WRONG = 'The e-mail address or the password is wrong.';

const open = () => Person.open(browser, sandbox.url);
const [phone, laptop, tablet] = [await open(), await open(), await open()];

async function signIn(person: Person, username: string, password: string): Promise<void> {
  await person.signIn(username, password);
  await person.sees(`Signed in as ${username}.`);
}

/** Orders a code, reads the mail and chooses a password with the code. */
async function setPassword(person: Person, link: string, username: string, password: string) {
  await person.press(link);
  await person.fill('E-mail address', username);
  await person.press('Send the code');
  await person.sees(/is on its way to j\*{3}@[no]\*{3}/);
  await person.fill('Code', await person.readCode(username));
  await person.fill('New password', password);
  await person.press('Set password');
  await person.sees(`Signed in as ${username}.`);
}

/** Waits until the page of a device shows that its session has ended. */
async function isSignedOut(person: Person): Promise<void> {
  await person.reload();
  await person.seesSignInForm();
}

const seesSessions = (person: Person, count: number) =>
  person.seesItems('Where you are signed in', count);

test('signs up, confirms with the mailed code and a password, and is signed in', async () => {
  await setPassword(phone, 'Create an account', OLD_NAME, PASSWORDS.first);
  await seesSessions(phone, 1);
});

test('sees two sessions and ends one', async () => {
  await signIn(laptop, OLD_NAME, PASSWORDS.first);
  await phone.reload();
  await seesSessions(phone, 2);
  await phone.press(/^Sign out this device: Chrome/);
  await seesSessions(phone, 1);
  await isSignedOut(laptop);
});

test('changes the password, and is signed out elsewhere', async () => {
  await signIn(laptop, OLD_NAME, PASSWORDS.first);
  await phone.fill('Current password', PASSWORDS.first);
  await phone.fill('New password', PASSWORDS.changed);
  await phone.press('Change your password');
  await phone.sees('Your password has been changed.');
  await isSignedOut(laptop);
  await laptop.signIn(OLD_NAME, PASSWORDS.first);
  await laptop.isTold(WRONG);
  await signIn(laptop, OLD_NAME, PASSWORDS.changed);
});

test('changes the e-mail address by the code that the new one gets', async () => {
  await phone.fill('New e-mail address', NAME);
  await phone.press('Send the code');
  await phone.section('Confirm your new address').waitFor();
  await phone.fill('Code', await phone.readCode(NAME));
  await phone.press('Continue');
  await phone.sees('Your e-mail address has been changed.');
  await phone.sees(`Your address is ${NAME}.`);
});

test('resets the password on a new device, while strangers guess at it', async () => {
  const strangers = Array.from({ length: 6 }, newDevice);
  const guess = async () => {
    const results = [];
    for (const [index, stranger] of strangers.entries()) {
      const body = { username: NAME, password: `guess ${index} of a stranger` };
      results.push(await stranger.result('login', body));
    }
    return results;
  };
  expect(await guess()).toContain('TOO_MANY_REQUESTS');
  await tablet.signIn(NAME, PASSWORDS.changed);
  await tablet.isTold('You can reset your password at any time.');
  await setPassword(tablet, 'Forgot your password?', NAME, PASSWORDS.reset);
  await seesSessions(tablet, 1);
  for (const person of [phone, laptop]) {
    await isSignedOut(person);
  }

  pass(60);
  expect(await guess()).toContain('TOO_MANY_REQUESTS');
  await tablet.press('Sign out');
  await signIn(tablet, NAME, PASSWORDS.reset);
});

test('is signed out on all other devices', async () => {
  pass(20 * 60); // The strangers have given up.
  for (const person of [phone, laptop]) await signIn(person, NAME, PASSWORDS.reset);
  await tablet.reload();
  await seesSessions(tablet, 3);
  await tablet.press('Sign out all other devices');
  await seesSessions(tablet, 1);
  for (const person of [phone, laptop]) await isSignedOut(person);
});

test('deletes the account, and nothing of it is left', async () => {
  await signIn(phone, NAME, PASSWORDS.reset);
  await tablet.press('Delete your account');
  await tablet.press('Delete my account');
  // The sign-in is more than ten minutes old.
  await tablet.section('Confirm that it is you').waitFor();
  await tablet.fill('Password', PASSWORDS.reset);
  await tablet.press('Continue');
  await tablet.seesSignInForm();
  await isSignedOut(phone);
  for (const person of [tablet, phone]) {
    await isSignedOut(person);
    await person.signIn(NAME, PASSWORDS.reset);
    await person.isTold(WRONG);
  }
});

test('the name can sign up anew', async () => {
  const successor = await open();
  await setPassword(successor, 'Create an account', NAME, PASSWORDS.successor);
  await seesSessions(successor, 1);
  await phone.signIn(NAME, PASSWORDS.reset);
  await phone.isTold(WRONG);
});

test('no page reported an error of a script', () => {
  expect([phone, laptop, tablet].flatMap(({ problems }) => problems)).toEqual([]);
});
