/**
 * Second factors and passkeys in the life of an account, by a person at browsers with an
 * authenticator. The tests are the chapters of one story, in this order. A process can start one
 * sandbox, so each kind of stage has a test file.
 */

import { afterAll, expect, test } from '@jest/globals';
import { SWITCHES, type Switches } from '../../sandbox/cognito/switches.ts';
import { addAuthenticator } from '../client/virtual-authenticator.ts';
import { launchBrowser } from '../docs/browser.ts';
import { run } from '../operations/run.ts';
import { appCode } from '../sandbox/browser.ts';
import { Person } from './browser-person.ts';
import { startJourney } from './world.ts';

export interface Stage {
  mfa: 'optional' | 'required';
  switches?: Switches;
}

/** The other value of each switch. Not all of them matter here. */
export const OTHER_SWITCHES: Switches = {
  passkeyBesideOptionalMfa: 'hidden',
  firstSignInWithRequiredMfa: 'tokens',
  registrationToken: 'same',
  residentKey: 'preferred',
  wrongPasskey: 'session spent',
  refusedNewPassword: 'session spent',
  takenAddress: 'at VerifyUserAttribute',
  emailCodeUnconfirmed: 'refused',
  emailCodeDisabled: 'refused',
  emailCodeResetRequired: 'refused',
  unknownUserChallenge: 'preferred',
  eventOfDeletion: 'without sub',
  eventOfGroup: 'without sub',
  passkeyQuota: 'none',
  failuresBelowLockout: 'kept',
  forgotWithoutAddress: 'simulated',
  unknownUserDelivery: 'alternates',
};

const NAME = 'jane@factors.example';
const PASSWORD = 'seven wet bicycles';
const REFUSED = 'This passkey is not accepted here.';

export async function tellOfFactors({ mfa, switches = SWITCHES }: Stage): Promise<void> {
  const isRequired = mfa === 'required';
  /** Whether Cognito lets a user who has an app on sign in with a passkey. */
  const isPasskeyOffered = isRequired || switches.passkeyBesideOptionalMfa !== 'hidden';
  const { sandbox, stateDir, pass } = await startJourney({
    mfa,
    switches,
    passkeys: true,
    users: [{ username: NAME, password: PASSWORD, groups: [] }],
  });
  const browser = await launchBrowser();
  afterAll(() => browser.close());
  const open = () => Person.open(browser, sandbox.url);
  const [laptop, tablet] = [await open(), await open()];
  const authenticator = await addAuthenticator(laptop.page);
  /** The secret in the app on the phone. */
  let app = '';

  /** Returns what the app shows next. Each code works once. */
  function nextCode(): string {
    pass(30);
    return appCode(app, Date.now());
  }

  const isSignedIn = (person: Person) => person.sees(`Signed in as ${NAME}.`);

  async function signOut(person: Person) {
    await person.press('Sign out');
    await person.seesSignInForm();
  }

  /** Copies the secret into the app on the phone, and proves it by a code. */
  async function installApp(person: Person) {
    await person.sees('Add the secret to your authenticator app.');
    app = await person.readSecret();
    await person.enterCode(nextCode());
  }

  async function signInWithApp(person: Person) {
    await person.signIn(NAME, PASSWORD);
    await person.sees('Enter the code that your authenticator app shows.');
    await person.enterCode(nextCode());
    await isSignedIn(person);
  }

  async function tryPasskey(person: Person) {
    await person.fill('E-mail address', NAME);
    await person.press('Sign in with a passkey');
  }

  /** Proves both factors where a change of the factors asks for them. */
  async function confirmIdentity(person: Person) {
    await person.section('Confirm that it is you').waitFor();
    await person.fill('Password', PASSWORD);
    await person.press('Continue');
    await person.enterCode(nextCode());
  }

  const seesPasskeys = (person: Person, count: number) => person.seesItems('Passkeys', count);

  test('either all switches have their defaults, or none has', () => {
    const isOther = switches !== SWITCHES;
    for (const [name, value] of Object.entries(switches)) {
      const isDefault = value === SWITCHES[name as keyof Switches];
      expect({ name, isOther: !isDefault }).toEqual({ name, isOther });
    }
  });

  test(isRequired ? 'the first sign-in sets up an app' : 'turns an app on', async () => {
    await laptop.signIn(NAME, PASSWORD);
    if (!isRequired) {
      await isSignedIn(laptop);
      await laptop.press('Set up an authenticator app');
    }
    await installApp(laptop);
    await isSignedIn(laptop);
    await laptop.sees('Each sign-in needs a code from your authenticator app');
  });

  test('signs in with the password and the app, and with no code twice', async () => {
    const used = appCode(app, Date.now());
    await signOut(laptop);
    await laptop.signIn(NAME, PASSWORD);
    await laptop.enterCode(used);
    await laptop.isTold('The code is not valid.');
    await laptop.enterCode(nextCode());
    await isSignedIn(laptop);
  });

  test('adds a passkey', async () => {
    await seesPasskeys(laptop, 0);
    await laptop.press('Add a passkey');
    await laptop.sees('Your passkey has been added.');
    await seesPasskeys(laptop, 1);
    expect(await authenticator.count()).toBe(1);
  });

  test('signs in with the passkey and without a password', async () => {
    await signOut(laptop);
    await tryPasskey(laptop);
    if (isPasskeyOffered) return isSignedIn(laptop);
    // Cognito hides it from this user as long as the app is on.
    await laptop.isTold(REFUSED);
    await signInWithApp(laptop);
  });

  test('the passkey is refused if the authenticator does not verify the user', async () => {
    await signOut(laptop);
    await authenticator.verifyUser(false);
    await tryPasskey(laptop);
    await laptop.isTold('No passkey was used.');
    await authenticator.verifyUser(true);
    await laptop.press('Back to sign-in');
    await signInWithApp(laptop);
  });

  if (isRequired) {
    test('cannot remove the app, and replaces it by another one', async () => {
      expect(await laptop.page.getByText('Remove the authenticator app').count()).toBe(0);
      await laptop.press('Replace it with another app');
      await installApp(laptop);
      await laptop.sees('Your authenticator app has been set up.');
    });
  } else {
    test('removes the app, signs in with the passkey, and adds the app again', async () => {
      await laptop.press('Remove the authenticator app');
      await laptop.sees('Your authenticator app has been removed.');
      await signOut(laptop);
      await tryPasskey(laptop);
      await isSignedIn(laptop);
      await laptop.press('Set up an authenticator app');
      await installApp(laptop);
      await laptop.sees('Your authenticator app has been set up.');
    });
  }

  test('with the app on again, both factors are needed for a change of them', async () => {
    await signOut(laptop);
    await signInWithApp(laptop);
    pass(15 * 60);
    await laptop.press('Add a passkey');
    await confirmIdentity(laptop);
    // The authenticator has a passkey of this user.
    await laptop.isTold('This device already has a passkey for your account.');
    await laptop.press('Cancel');
  });

  test('loses the phone, and the password alone is not enough', async () => {
    await tablet.signIn(NAME, PASSWORD);
    await tablet.enterCode('000000');
    await tablet.isTold('The code is not valid.');
    await tablet.press('Back to sign-in');
    await tablet.seesSignInForm();
  });

  test('gets help from an operator', async () => {
    const { status, stdout, stderr } = await run('users', [
      ...['reset-factors', '--username', NAME, '--state-dir', stateDir],
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout).factors_removed).toContain('SOFTWARE_TOKEN_MFA');
    await laptop.reload();
    await laptop.seesSignInForm();

    await tablet.signIn(NAME, PASSWORD);
    if (isRequired) await installApp(tablet);
    await isSignedIn(tablet);
    if (!isRequired) {
      await tablet.press('Set up an authenticator app');
      await installApp(tablet);
      await tablet.sees('Your authenticator app has been set up.');
    }
    await signOut(tablet);
    await signInWithApp(tablet);
  });

  test('removes the passkey of a lost device, which is refused from then on', async () => {
    await seesPasskeys(tablet, 1);
    await tablet.press(/^Remove: /);
    await tablet.press('Remove');
    await tablet.sees('Your passkey has been removed.');
    await seesPasskeys(tablet, 0);
    await tryPasskey(laptop);
    await laptop.isTold(REFUSED);
    await laptop.seesSignInForm();
    expect([...laptop.problems, ...tablet.problems]).toEqual([]);
  });
}
