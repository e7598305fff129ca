/** The further steps of a sign-in, from the login to the session. */

import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { errorRow } from '../../../../contract/errors/index.ts';
import { CHALLENGE, SESSION } from '../../../../contract/limits.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { NotSent } from '../../../../functions/core/login/sign-in.ts';
import { CODE, challengeWorld, type Jar, USERNAME } from '../../../support/challenge-world.ts';
import { signedIn, UPSTREAM_TOKEN, USER } from '../../../support/world.ts';

/** A world in which a user has entered the password. */
async function afterLogin(change: (world: ReturnType<typeof challengeWorld>) => void = () => {}) {
  const world = challengeWorld();
  change(world);
  const jar: Jar = new Map();
  const login = await world.login({ jar });
  return { world, jar, login, token: login.challenge.token };
}

describe('a login with a pending step', () => {
  test('returns CHALLENGE_REQUIRED with a token, and a cookie for the browser', async () => {
    const { world, login } = await afterLogin();
    expect(login.error).toMatchObject({
      code: 'CHALLENGE_REQUIRED',
      status: 403,
      details: { action: 'complete_challenge' },
    });
    expect(login.challenge).toEqual({
      name: 'SOFTWARE_TOKEN_MFA',
      token: expect.stringMatching(/^[\w-]{86}$/),
      parameters: {},
    });
    expect(errorRow('CHALLENGE_REQUIRED').setsCookie).toBe('challenge');
    expect(login.cookies).toEqual([
      expect.stringMatching(
        /^__Host-challenge=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=300; Secure$/,
      ),
    ]);
    expect(world.ports.sessions.rows()).toEqual([]);
    expect(world.ports.events).toContain('challenge_demanded');
  });

  test('stores and logs neither the handle of the upstream nor a name', async () => {
    const { world, token, jar } = await afterLogin();
    const stored = JSON.stringify([world.ports.challengeStore.sealed(), world.ports.audits]);
    for (const secret of ['step 0', USERNAME, USER.sub, token, ...jar.values()]) {
      expect(stored).not.toContain(secret);
    }
  });

  test('is no failure of the account, and no success either', async () => {
    const { world, jar } = await afterLogin();
    for (let round = 0; round < 10; round += 1) await world.login({ jar });
    await world.login({ password: 'wrong' });
    await world.login({ jar });
    await world.login({ password: 'wrong again' });
    await world.login({ password: 'and again' });
    const { error } = await world.login({ password: 'and once more' });
    // The fourth wrong password in spite of the right ones between them.
    expect(error?.code).toBe('CAPTCHA_REQUIRED');
  });
});

describe('the right answer', () => {
  test('returns what a login returns', async () => {
    const { world, jar, token } = await afterLogin();
    const answer = await world.answer({ challenge_token: token, code: CODE }, { jar });
    const [session] = world.ports.sessions.rows();
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      token: expect.any(String),
      expiresIn: SESSION.jwtLifetime,
      refreshToken: 'Set in httpOnly cookie',
    });
    const { token: jwt } = JSON.parse(answer.text) as { token: string };
    expect(decodeJwt(jwt)).toMatchObject({ sub: USER.sub, sid: session?.sid });
    expect(answer.cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      '__Host-refresh_token',
      '__Host-device',
      '__Host-challenge',
    ]);
    expect(answer.cookies.at(-1)).toContain('Max-Age=0');
    expect(session).toMatchObject({ user: USER, amr: ['pwd', 'otp', 'mfa'] });
    const [upstream = ''] = world.ports.sessions.upstreams();
    await expect(world.ports.sealer.open(upstream, session as never)).resolves.toBe(UPSTREAM_TOKEN);
  });

  test('makes the device known to the account', async () => {
    const { world, jar, token } = await afterLogin();
    await world.answer({ challenge_token: token, code: CODE }, { jar });
    for (let round = 0; round < 3; round += 1) await world.login({ password: `wrong ${round}` });
    expect((await world.login()).error?.code).toBe('CAPTCHA_REQUIRED');
    expect((await world.login({ jar })).error?.code).toBe('CHALLENGE_REQUIRED');
  });

  test('keeps the entries of other accounts in the device cookie', async () => {
    const { world, jar, token } = await afterLogin();
    const other = {
      account: 'b'.repeat(43),
      nonce: 'm'.repeat(22),
      issuedAt: world.ports.clock.seconds(),
    };
    const cookie = await world.ports.devices.write([other]);
    jar.set('__Host-device', 'value' in cookie ? cookie.value : '');
    await world.answer({ challenge_token: token, code: CODE }, { jar });
    const entries = await world.ports.devices.read([jar.get('__Host-device') ?? '']);
    expect(entries).toHaveLength(2);
    expect(entries).toContainEqual(other);
  });

  test('clears the failed attempts at the account', async () => {
    const world = challengeWorld();
    const jar: Jar = new Map();
    for (let round = 0; round < 3; round += 1) await world.login({ password: `wrong ${round}` });
    const { challenge } = await world.login({ jar, from: '203.0.113.9' });
    await world.answer({ challenge_token: challenge.token, code: CODE }, { jar });
    const { error } = await world.login({ password: 'wrong 4' });
    expect(error?.code).toBe('INVALID_CREDENTIALS');
  });

  test('ends the session of the cookie', async () => {
    const { world, jar, token } = await afterLogin();
    const former = await signedIn(world.ports);
    jar.set('__Host-refresh_token', former.refreshToken);
    await world.answer({ challenge_token: token, code: CODE }, { jar });
    expect(world.ports.sessions.rows().map(({ sid }) => sid)).not.toContain('session-1');
    expect(world.ports.events).toContain('session_ended: replaced by a login');
  });

  test('may contain spaces and hyphens', async () => {
    const { world, jar, token } = await afterLogin();
    const answer = await world.answer({ challenge_token: token, code: ' 123-456 ' }, { jar });
    expect(answer.status).toBe(200);
  });
});

describe('a chain of steps', () => {
  test('leads through each of them with a new token, to one session', async () => {
    const { world, jar, login } = await afterLogin((of) => {
      of.steps = [
        { name: 'NEW_PASSWORD_REQUIRED', parameters: { required_attributes: [] } },
        { name: 'SELECT_MFA_TYPE', parameters: { options: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] } },
        { name: 'SMS_MFA', parameters: { delivery: { medium: 'SMS', destination: '+*1' } } },
      ];
    });
    const answers = [
      { new_password: 'a new secret phrase' },
      { answer: 'SMS_MFA' },
      { code: CODE },
    ];
    const tokens = [login.challenge.token];
    const statuses: number[] = [];
    for (const answer of answers) {
      world.ports.clock.advance(200);
      const next = await world.answer({ challenge_token: tokens.at(-1), ...answer }, { jar });
      statuses.push(next.status);
      if (next.challenge) tokens.push(next.challenge.token);
    }
    expect(statuses).toEqual([403, 403, 200]);
    expect(new Set(tokens).size).toBe(3);
    expect(world.ports.sessions.rows()).toHaveLength(1);
    expect(world.ports.sessions.rows()[0]?.amr).toEqual(['pwd', 'sms', 'mfa']);
    const kindsOf = (all: readonly { kind: string }[]) => all.map(({ kind }) => kind);
    expect(kindsOf(world.ports.published)).toEqual(['password_changed']);
    expect(kindsOf(world.ports.noticed)).toEqual(['new_device', 'password_changed']);
  });

  test('a new password alone is no second factor', async () => {
    const { world, jar, token } = await afterLogin((of) => {
      of.steps = [{ name: 'NEW_PASSWORD_REQUIRED', parameters: { required_attributes: [] } }];
    });
    const body = { challenge_token: token, new_password: 'a new secret phrase' };
    expect((await world.answer(body, { jar })).status).toBe(200);
    expect(world.ports.sessions.rows()[0]?.amr).toEqual(['pwd']);
  });

  test('a new password is announced, even if the session cannot be stored', async () => {
    const { world, jar, token } = await afterLogin((of) => {
      of.steps = [{ name: 'NEW_PASSWORD_REQUIRED', parameters: { required_attributes: [] } }];
    });
    world.ports.sessions.create = async () => {
      throw new AuthError('INTERNAL_ERROR');
    };
    const body = { challenge_token: token, new_password: 'a new secret phrase' };
    expect((await world.answer(body, { jar })).status).toBe(500);
    const { sub, email } = USER;
    expect(world.ports.published).toEqual([{ kind: 'password_changed', sub }]);
    expect(world.ports.noticed).toContainEqual({ kind: 'password_changed', to: email });
  });

  test('a step that sets no password announces none', async () => {
    const { world, jar, token } = await afterLogin();
    await world.answer({ challenge_token: token, code: CODE }, { jar });
    expect(world.ports.published).toEqual([]);
  });

  test('the set-up of an app comes with its secret and the URI for the app', async () => {
    const { login } = await afterLogin((of) => {
      of.steps = [{ name: 'MFA_SETUP', parameters: { secret: 'JBSWY3DP' } }];
    });
    expect(login.challenge.parameters).toEqual({
      secret: 'JBSWY3DP',
      otpauth_uri: 'otpauth://totp/Example:alice%40example.com?secret=JBSWY3DP&issuer=Example',
    });
  });
});

describe('an answer that may be corrected', () => {
  test('a wrong code returns the next token, which works', async () => {
    const { world, jar, token } = await afterLogin();
    const wrong = await world.answer({ challenge_token: token, code: '000000' }, { jar });
    expect(wrong.error).toMatchObject({
      code: 'INVALID_CODE',
      details: { action: 'reenter_code' },
    });
    expect(wrong.challenge).toMatchObject({ name: 'SOFTWARE_TOKEN_MFA', parameters: {} });
    expect(wrong.challenge.token).not.toBe(token);
    const right = { challenge_token: wrong.challenge.token, code: CODE };
    expect((await world.answer(right, { jar })).status).toBe(200);
  });

  test('a text that is no code is INVALID_CODE, not sent, not counted, and keeps the token', async () => {
    const { world, jar, token } = await afterLogin();
    for (let round = 0; round < 10; round += 1) {
      const answer = await world.answer({ challenge_token: token, code: 'abcdef' }, { jar });
      expect(answer.error?.code).toBe('INVALID_CODE');
      expect(answer.challenge.token).toBe(token);
    }
    expect(world.answered).toEqual([]);
    expect((await world.answer({ challenge_token: token, code: CODE }, { jar })).status).toBe(200);
  });

  test('a password that breaks rules is PASSWORD_REJECTED with all of them, and keeps the token', async () => {
    const { world, jar, token } = await afterLogin((of) => {
      of.steps = [{ name: 'NEW_PASSWORD_REQUIRED', parameters: { required_attributes: [] } }];
    });
    const answer = await world.answer({ challenge_token: token, new_password: 'alice' }, { jar });
    expect(answer.error).toMatchObject({
      code: 'PASSWORD_REJECTED',
      details: { rules: expect.arrayContaining(['too_short', 'username']) },
    });
    expect(answer.challenge.token).toBe(token);
    expect(world.answered).toEqual([]);
  });

  test('a password that the user pool refuses keeps the token and counts nowhere', async () => {
    const { world, jar, token } = await afterLogin((of) => {
      of.steps = [{ name: 'NEW_PASSWORD_REQUIRED', parameters: { required_attributes: [] } }];
    });
    world.fault = new AuthError('PASSWORD_REJECTED', { details: { rules: ['used_before'] } });
    const body = { challenge_token: token, new_password: 'a new secret phrase' };
    for (let round = 0; round < 10; round += 1) {
      const { error, challenge } = await world.answer(body, { jar });
      expect(error).toMatchObject({
        code: 'PASSWORD_REJECTED',
        details: { rules: ['used_before'] },
      });
      expect(challenge.token).toBe(token);
    }
    world.fault = undefined;
    expect((await world.answer(body, { jar })).status).toBe(200);
  });
});

describe('a request that does not fit the step is BAD_REQUEST and keeps the token', () => {
  const setUp = { required_attributes: ['name'] };
  test.each([
    ['no answer', 'SOFTWARE_TOKEN_MFA', {}, {}, 'code is required'],
    ['the answer of another step', 'SMS_MFA', {}, { answer: 'SMS_MFA' }, 'code is required'],
    [
      'an option that is not offered',
      'SELECT_MFA_TYPE',
      { options: ['SMS_MFA'] },
      { answer: 'EMAIL_OTP' },
      'answer must be one of the options',
    ],
    [
      'a demanded attribute missing',
      'NEW_PASSWORD_REQUIRED',
      setUp,
      { new_password: 'a new secret phrase', attributes: { nickname: 'Al' } },
      'attributes must contain name',
    ],
  ] as const)('%s', async (_, name, parameters, given, message) => {
    const { world, jar, token } = await afterLogin((of) => {
      of.steps = [{ name, parameters: { ...parameters } }];
    });
    const { error } = await world.answer({ challenge_token: token, ...given }, { jar });
    expect(error).toMatchObject({ code: 'BAD_REQUEST', message });
    expect(world.answered).toEqual([]);
    expect(world.ports.challengeStore.sealed()).toHaveLength(1);
  });

  test('only demanded attributes reach the upstream', async () => {
    const { world, jar, token } = await afterLogin((of) => {
      of.steps = [{ name: 'NEW_PASSWORD_REQUIRED', parameters: setUp }];
    });
    const sent: unknown[] = [];
    const { answer } = world.ports.upstream;
    world.ports.upstream.answer = (challenge, given) => {
      sent.push(given.attributes);
      return answer(challenge, given);
    };
    const attributes = { name: 'Alice', email: 'thief@example.com' };
    const body = { challenge_token: token, new_password: 'a new secret phrase', attributes };
    expect((await world.answer(body, { jar })).status).toBe(200);
    expect(sent).toEqual([{ name: 'Alice' }]);
  });
});

describe('time', () => {
  test.each([
    ['SOFTWARE_TOKEN_MFA', 'INVALID_CHALLENGE'],
    ['SMS_MFA', 'CODE_EXPIRED'],
    ['EMAIL_OTP', 'CODE_EXPIRED'],
  ] as const)('%s is %s once its time is over', async (name, code) => {
    const { world, jar, token } = await afterLogin((of) => {
      of.steps = [{ name, parameters: {} }];
    });
    world.ports.clock.advance(world.ports.challengeLifetime - 1);
    const wrong = await world.answer({ challenge_token: token, code: '000000' }, { jar });
    expect(wrong.error?.code).toBe('INVALID_CODE');
    // A wrong code does not prolong the step.
    world.ports.clock.advance(1);
    const late = await world.answer(
      { challenge_token: wrong.challenge.token, code: CODE },
      { jar },
    );
    expect(late.error?.code).toBe(code);
    expect(world.answered).toEqual(['000000']);
  });
});

describe('a failure of the upstream', () => {
  test.each([
    ['a throttle', new AuthError('SERVICE_UNAVAILABLE'), 503],
    [
      'a request that was not sent',
      new AuthError('BAD_GATEWAY', { cause: new NotSent('no') }),
      502,
    ],
    ['a failure of ours', new AuthError('INTERNAL_ERROR'), 500],
    ['a lockout', new AuthError('TOO_MANY_REQUESTS'), 429],
  ])('%s keeps the token and is no wrong answer', async (_, fault, status) => {
    const { world, jar, token } = await afterLogin();
    world.fault = fault;
    for (let round = 0; round < 10; round += 1) {
      expect((await world.answer({ challenge_token: token, code: CODE }, { jar })).status).toBe(
        status,
      );
    }
    world.fault = undefined;
    expect((await world.answer({ challenge_token: token, code: CODE }, { jar })).status).toBe(200);
  });

  test('a lockout says how long it lasts by our own counts', async () => {
    const { world, jar, token } = await afterLogin();
    world.fault = new AuthError('TOO_MANY_REQUESTS');
    for (let round = 0; round < 3; round += 1) await world.login({ password: `wrong ${round}` });
    const { error } = await world.answer({ challenge_token: token, code: CODE }, { jar });
    expect(error).toMatchObject({ details: { action: 'retry', retry_after: 2 } });
  });

  test('no verdict keeps the token and counts as a wrong answer', async () => {
    const { world, jar, token } = await afterLogin();
    world.fault = new AuthError('BAD_GATEWAY');
    const codes: unknown[] = [];
    for (let round = 0; round < CHALLENGE.triesInChain + 2; round += 1) {
      const { error } = await world.answer({ challenge_token: token, code: CODE }, { jar });
      codes.push(error?.code);
    }
    expect(codes).toEqual([...Array(5).fill('BAD_GATEWAY'), ...Array(2).fill('INVALID_CHALLENGE')]);
    expect(world.answered).toHaveLength(CHALLENGE.triesInChain);
  });

  test.each(['INVALID_CHALLENGE', 'CODE_EXPIRED'] as const)('%s ends the sign-in', async (code) => {
    const { world, jar, token } = await afterLogin();
    world.fault = new AuthError(code);
    const first = await world.answer({ challenge_token: token, code: CODE }, { jar });
    expect(first.error?.code).toBe(code);
    world.fault = undefined;
    const second = await world.answer({ challenge_token: token, code: CODE }, { jar });
    expect(second.error?.code).toBe('INVALID_CHALLENGE');
    expect(world.ports.sessions.rows()).toEqual([]);
  });
});

test('a key that an operator has retired ends the challenges that it sealed', async () => {
  const { world, jar, token } = await afterLogin();
  world.ports.keys.byId = async () => undefined;
  const answer = await world.answer({ challenge_token: token, code: CODE }, { jar });
  expect(answer.error?.code).toBe('INVALID_CHALLENGE');
});
