/** The life of an authenticator app, over HTTP, the deployed handlers and the sandbox's Cognito. */

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TEST_USER } from '../../contract/test-user.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { appCode, createBrowser } from './browser.ts';
import { mailsTo, temporaryDirectory } from './support.ts';

const stateDir = temporaryDirectory();
const PASSWORD = TEST_USER.password;

/** By how much the clock of Cognito is ahead, in milliseconds. */
let ahead = 0;
const clock = () => Date.now() + ahead;

let sandbox: Sandbox;
beforeAll(async () => {
  const users = ['owner', 'drifter'].map((name) => ({
    username: `${name}@example.org`,
    password: PASSWORD,
    groups: [],
  }));
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true, clock, users });
});
afterAll(() => sandbox.close());

/** Signs in with the password alone. */
async function signIn(username: string) {
  const send = createBrowser(sandbox);
  const { outcome, jwt } = await send('login', { username, password: PASSWORD });
  expect(outcome).toBe(200);
  return { send, jwt };
}
const mfa = (enabled: boolean) => ({ totp: { enabled }, required: false });

test('is set up, used, confirmed, removed and set up again', async () => {
  const username = 'owner@example.org';
  const { send, jwt } = await signIn(username);
  expect((await send('getMfa', undefined, jwt)).body).toEqual(mfa(false));
  expect((await send('enableTotp', { code: '123456' }, jwt)).outcome).toBe('CONFLICT');

  const { secret } = (await send('startTotp', undefined, jwt)).body as { secret: string };
  const wrong = await send('enableTotp', { code: '000000' }, jwt);
  expect(wrong).toMatchObject({
    outcome: 'INVALID_CODE',
    details: { issue: 'Codes depend on the time. Check the clock of the device with the app' },
  });
  const first = appCode(secret, clock());
  expect((await send('enableTotp', { code: first }, jwt)).outcome).toBe(204);
  expect((await send('getMfa', undefined, jwt)).body).toEqual(mfa(true));
  // The session was opened with the password alone.
  expect((await send('disableTotp', undefined, jwt)).outcome).toBe('REAUTHENTICATION_REQUIRED');

  const other = createBrowser(sandbox);
  const step = await other('login', { username, password: PASSWORD });
  expect(step).toMatchObject({ outcome: 'CHALLENGE_REQUIRED', name: 'SOFTWARE_TOKEN_MFA' });
  const used = await other('challenge', { challenge_token: step.challenge_token, code: first });
  expect(used).toMatchObject({
    outcome: 'INVALID_CODE',
    details: { issue: 'The code was used before. Wait for the next one' },
  });
  ahead += 30_000;
  const { challenge_token } = used;
  const done = await other('challenge', { challenge_token, code: appCode(secret, clock()) });
  expect(done.outcome).toBe(200);

  expect((await other('disableTotp', undefined, done.jwt)).outcome).toBe(204);
  expect((await other('disableTotp', undefined, done.jwt)).outcome).toBe(204);
  await signIn(username);
  const { secret: next } = (await other('startTotp', undefined, done.jwt)).body;
  expect(next).not.toBe(secret);
  const code = appCode(String(next), clock());
  expect((await other('enableTotp', { code }, done.jwt)).outcome).toBe(204);
  expect((await send('getMfa', undefined, jwt)).body).toEqual(mfa(true));

  const subjects = (await mailsTo(sandbox, username)).map(({ subject }) => subject);
  expect(subjects.filter((subject) => /authenticator app was added/.test(subject))).toHaveLength(2);
  expect(subjects.filter((subject) => /app was removed/.test(subject))).toHaveLength(1);
});

test('works with a clock that is 30 seconds off, and not with one that is a minute off', async () => {
  const { send, jwt } = await signIn('drifter@example.org');
  const { secret } = (await send('startTotp', undefined, jwt)).body as { secret: string };
  // From the middle of a period, so that no border is crossed meanwhile.
  ahead += 30_000 - (clock() % 30_000) + 10_000;
  for (const drift of [-60_000, 60_000]) {
    const late = await send('enableTotp', { code: appCode(secret, clock() + drift) }, jwt);
    expect(late.outcome).toBe('INVALID_CODE');
  }
  const code = appCode(secret, clock() - 30_000);
  expect((await send('enableTotp', { code }, jwt)).outcome).toBe(204);
});
