/** No session begins without a second factor where one is required, whatever the upstream does. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { AuthError } from '../../../functions/core/error.ts';
import type { SignInPolicy } from '../../../functions/core/login/sign-in.ts';
import { accountHandlersOf, accountWorld, PASSWORD } from '../../support/account-world.ts';
import { errorIn, headersIn } from '../../support/answer.ts';
import { lambdaContext, restEvent } from '../../support/event.ts';
import { handlersOf } from '../../support/handlers.ts';
import { readIssued } from '../../support/issued-challenge.ts';
import {
  DEVICE_ENTRY,
  signedIn,
  UPSTREAM_TOKEN,
  USER,
  type World,
  world,
} from '../../support/world.ts';

const SIGNED_IN = { user: USER, refreshToken: UPSTREAM_TOKEN };
const SET_UP = {
  name: 'MFA_SETUP',
  parameters: { secret: 'SECRET' },
  username: USER.username,
  handle: UPSTREAM_TOKEN,
  hasTokens: true,
} as const;

let ports: World;
/** What the use cases have asked of the upstream. */
let policies: (SignInPolicy | undefined)[];
beforeEach(() => {
  ports = world();
  ports.mfa = 'required';
  policies = [];
  ports.upstream.signIn = async (_username, _password, policy) => {
    policies.push(policy);
    return SIGNED_IN;
  };
  ports.upstream.answer = async (_challenge, _answer, policy) => {
    policies.push(policy);
    return SIGNED_IN;
  };
});

const logIn = () =>
  handlersOf(ports).login(
    restEvent('login', { body: JSON.stringify({ username: USER.email, password: 'right' }) }),
    lambdaContext(),
  );
const issue = async (name: 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP') =>
  readIssued(
    await ports.challenges.issue({
      username: USER.email ?? '',
      amr: ['pwd'],
      device: DEVICE_ENTRY,
      upstream: { name, parameters: {}, username: USER.username, handle: 'handle' },
    }),
  );
const answer = ({ token, cookie }: { token: string; cookie: string }, given: object) =>
  handlersOf(ports).challenge(
    restEvent('challenge', {
      cookies: [cookie],
      body: JSON.stringify({ challenge_token: token, ...given }),
    }),
    lambdaContext(),
  );
const NEW_PASSWORD = { new_password: 'plum-orbit-canyon-42' };
const expectNoSession = (response: Awaited<ReturnType<typeof logIn>>) => {
  expect(ports.sessions.rows()).toEqual([]);
  expect(headersIn(response, 'set-cookie').join()).not.toContain('refresh_token');
};

describe('a right password', () => {
  test('asks the upstream for the set-up of an app', async () => {
    ports.upstream.signIn = async (_username, _password, policy) => {
      policies.push(policy);
      return { challenge: SET_UP };
    };
    const response = await logIn();
    const { details } = errorIn(response, 'CHALLENGE_REQUIRED');
    expect(details.challenge).toMatchObject({
      name: 'MFA_SETUP',
      parameters: { secret: 'SECRET', otpauth_uri: expect.stringContaining('secret=SECRET') },
    });
    expect(policies).toEqual([{ enrol: true }]);
    expect(response.body).not.toContain(UPSTREAM_TOKEN);
    expectNoSession(response);
  });

  test('opens no session if the upstream issues tokens all the same', async () => {
    const response = await logIn();
    errorIn(response, 'INTERNAL_ERROR');
    expectNoSession(response);
  });

  test.each(['off', 'optional'] as const)('opens a session in a stage with %s', async (mfa) => {
    ports.mfa = mfa;
    expect((await logIn()).statusCode).toBe(200);
    expect(policies).toEqual([{ enrol: false }]);
  });
});

describe('the answer to a step', () => {
  test('that proves no factor opens no session', async () => {
    const response = await answer(await issue('NEW_PASSWORD_REQUIRED'), NEW_PASSWORD);
    errorIn(response, 'INTERNAL_ERROR');
    expect(policies).toEqual([{ enrol: true }]);
    expectNoSession(response);
  });

  test('that proves no factor leads to the set-up of an app, which opens a session', async () => {
    ports.upstream.answer = async (challenge, _answer, policy) => {
      policies.push(policy);
      return challenge.name === 'MFA_SETUP' ? SIGNED_IN : { challenge: SET_UP };
    };
    const step = await issue('NEW_PASSWORD_REQUIRED');
    const { details } = errorIn(await answer(step, NEW_PASSWORD), 'CHALLENGE_REQUIRED');
    const { token } = details.challenge as { token: string };
    const response = await answer({ ...step, token }, { code: '123456' });
    expect(response.statusCode).toBe(200);
    expect(policies).toEqual([{ enrol: true }, { enrol: false }]);
    expect(ports.sessions.rows()).toMatchObject([{ amr: ['pwd', 'otp', 'mfa'] }]);
  });

  test.each(['SOFTWARE_TOKEN_MFA', 'MFA_SETUP'] as const)(
    'that proves a factor opens one: %s',
    async (name) => {
      const response = await answer(await issue(name), { code: '123456' });
      expect(response.statusCode).toBe(200);
      expect(policies).toEqual([{ enrol: false }]);
    },
  );
});

describe('an app that is set up at a sign-in', () => {
  test('sends a mail to its owner and a line to the log, even if no session can be stored', async () => {
    ports.sessions.create = async () => Promise.reject(new AuthError('INTERNAL_ERROR'));
    errorIn(await answer(await issue('MFA_SETUP'), { code: '123456' }), 'INTERNAL_ERROR');
    expect(ports.noticed[0]).toEqual({ kind: 'totp_enabled', to: USER.email });
    expect(ports.events).toContain('factor_enabled');
  });

  test('sends no mail if its code is wrong', async () => {
    ports.upstream.answer = async () => Promise.reject(new AuthError('INVALID_CODE'));
    errorIn(await answer(await issue('MFA_SETUP'), { code: '123456' }), 'INVALID_CODE');
    expect(ports.noticed).toEqual([]);
    expect(ports.events).not.toContain('factor_enabled');
  });
});

test('a confirmation of the identity sets no app up, because it opens no session', async () => {
  const account = accountWorld();
  account.mfa = 'required';
  const asked: (SignInPolicy | undefined)[] = [];
  const { signIn } = account.upstream;
  account.upstream.signIn = async (username, password, policy) => {
    asked.push(policy);
    return signIn(username, password);
  };
  const { jwt } = await signedIn(account);
  const response = await accountHandlersOf(account).reauthenticate(
    restEvent('reauthenticate', {
      headers: { Authorization: `Bearer ${jwt}` },
      body: JSON.stringify({ password: PASSWORD }),
    }),
    lambdaContext(),
  );
  expect(response.statusCode).toBe(204);
  expect(asked).toEqual([undefined]);
  expect(account.sessions.rows()).toMatchObject([{ amr: ['pwd'] }]);
});
