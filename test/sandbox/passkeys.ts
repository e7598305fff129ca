/**
 * The life of passkeys, over HTTP, the deployed handlers and the sandbox's Cognito, for both ways
 * in which Cognito may treat them beside an authenticator app. A process can start one sandbox, so
 * each way has a test file.
 */

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PasskeysResponse, PasswordlessResponse } from '../../contract/schemas/index.ts';
import type { Switches } from '../../sandbox/cognito/switches.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { appCode, createBrowser } from './browser.ts';
import { type AuthenticatorOptions, authenticator } from './cognito/authenticator.ts';
import { mailsTo, temporaryDirectory } from './support.ts';

const PASSWORD = 'ValidPass123!';
const OWNER = 'owner@example.org';

type Beside = Switches['passkeyBesideOptionalMfa'];
type Send = ReturnType<typeof createBrowser>;
type Device = ReturnType<typeof authenticator>;

export function describePasskeys(passkeyBesideOptionalMfa: Beside): void {
  /** By how much the clock of Cognito is ahead, in milliseconds. */
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const stateDir = temporaryDirectory();
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({
      port: 0,
      stateDir,
      quiet: true,
      clock,
      passkeys: true,
      switches: { passkeyBesideOptionalMfa, residentKey: 'preferred', registrationToken: 'same' },
      users: [{ username: OWNER, password: PASSWORD, groups: [] }],
    });
  });
  afterAll(() => sandbox.close());

  const newDevice = (options: AuthenticatorOptions = {}): Device =>
    authenticator({ origin: sandbox.url, rpId: 'localhost', ...options });

  /** Creates a passkey and adds it. Returns the answer of the last request. */
  async function add(send: Send, jwt: string | undefined, device: Device, name: string) {
    const { body, outcome } = await send('beginPasskey', undefined, jwt);
    expect(outcome).toBe(200);
    const { options, registration_token } = body as {
      options: { challenge: string };
      registration_token: string;
    };
    const credential = device.register(options.challenge);
    return send('completePasskey', { registration_token, credential, name }, jwt);
  }

  async function signIn(device: Device, send = createBrowser(sandbox)) {
    const { body } = await send('passwordless', { username: OWNER, method: 'passkey' });
    const { challenge } = body as PasswordlessResponse;
    if (challenge.name !== 'WEB_AUTHN') throw new Error(`got ${challenge.name}`);
    const credential = JSON.parse(device.assert(challenge.parameters.options.challenge)) as object;
    const answer = await send('challenge', { challenge_token: challenge.token, credential });
    return { ...answer, send };
  }

  const listOf = async (send: Send, jwt: string | undefined) =>
    ((await send('listPasskeys', undefined, jwt)).body as PasskeysResponse).passkeys;

  test('a person adds a passkey, signs in with it, and sets an app up beside it', async () => {
    const send = createBrowser(sandbox);
    const { jwt } = await send('login', { username: OWNER, password: PASSWORD });
    const phone = newDevice();
    expect((await add(send, jwt, phone, 'Phone')).outcome).toBe(204);
    expect(await listOf(send, jwt)).toEqual([
      { id: phone.id, name: 'Phone', created_at: expect.any(String) },
    ]);
    const [notice] = await mailsTo(sandbox, OWNER);
    expect(notice?.subject).toContain('A passkey was added to your account');

    const first = await signIn(phone);
    expect(first.outcome).toBe(200);
    expect((await first.send('session', undefined, first.jwt)).body).toMatchObject({
      session: { amr: ['swk', 'mfa'] },
    });

    // The sign-in by passkey is recent, and counts as both factors.
    const { body } = await first.send('startTotp', undefined, first.jwt);
    const { secret } = body as { secret: string };
    const code = appCode(secret, clock());
    expect((await first.send('enableTotp', { code }, first.jwt)).outcome).toBe(204);
    const second = await signIn(phone);
    if (passkeyBesideOptionalMfa === 'hidden') {
      expect(second.outcome).toBe('PASSKEY_REJECTED');
      ahead += 30_000;
      const step = await send('login', { username: OWNER, password: PASSWORD });
      const answer = { challenge_token: step.challenge_token, code: appCode(secret, clock()) };
      expect((await send('challenge', answer)).outcome).toBe(200);
    } else {
      expect(second.outcome).toBe(200);
      expect((await second.send('disableTotp', undefined, second.jwt)).outcome).toBe(204);
      expect((await signIn(phone)).outcome).toBe(200);
    }
  });

  test('a passkey of another website, or that is not of the account, is rejected', async () => {
    const send = createBrowser(sandbox);
    const username = sandbox.user.username;
    const { jwt } = await send('login', { username, password: sandbox.user.password });
    for (const options of [
      { origin: 'http://other.localhost:3000' },
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { verifiesUser: false },
    ]) {
      const { outcome } = await add(send, jwt, newDevice(options), 'Phone');
      expect(outcome).toBe('PASSKEY_REJECTED');
    }
    const own = newDevice();
    expect((await add(send, jwt, own, 'Laptop')).outcome).toBe(204);
    expect((await signIn(own)).outcome).toBe('PASSKEY_REJECTED');
    expect((await send('removePasskey', undefined, jwt, own.id)).outcome).toBe(204);
    expect(await listOf(send, jwt)).toEqual([]);
  });
}
