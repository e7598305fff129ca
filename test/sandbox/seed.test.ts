/** The pool and the users that a start makes. */

import { expect, test } from '@jest/globals';
import { SESSION } from '../../contract/limits.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { type CognitoService, openCognito } from '../../sandbox/aws/cognito.ts';
import {
  ensureUserPool,
  type UserPoolSettings,
  withDefaults,
} from '../../sandbox/aws/user-pool.ts';
import { Users } from '../../sandbox/aws/users.ts';
import { openState, stateIn } from '../../sandbox/state.ts';
import { FAULTS, faultUsername } from '../../scenarios/faults.ts';
import { USERS } from '../../scenarios/users.ts';
import { frozenClock } from '../support/clock.ts';
import { temporaryDirectory } from './support.ts';

const clock = frozenClock();
const directory = temporaryDirectory();
const open = (name: string) =>
  openCognito(openState(stateIn(`${directory}/${name}`)).cognito, { clock });

class Killed extends Error {}

/** Fails instead of the n-th operation, as if the process had been killed before it. */
function killedBefore(step: number, cognito: CognitoService): CognitoService {
  let steps = 0;
  return {
    ...cognito,
    run: (operation, input) => {
      steps += 1;
      return steps > step ? Promise.reject(new Killed()) : cognito.run(operation, input);
    },
  };
}

async function seed(cognito: CognitoService, settings: Partial<UserPoolSettings> = {}) {
  const pool = await ensureUserPool(cognito, withDefaults({ emailCodes: true, ...settings }));
  await new Users(cognito, pool.id).seed();
  return pool;
}

/** The addresses of the users, and who can sign in by the published password. */
async function usersOf({ run }: CognitoService, UserPoolId: string) {
  const { Users: users = [] } = await run('ListUsers', { UserPoolId });
  return users.map(({ Attributes = [], UserStatus }) => ({
    email: Attributes.find(({ Name }) => Name === 'email')?.Value ?? '',
    status: UserStatus,
  }));
}

test('a start that was killed before any of its steps is completed by the next', async () => {
  let steps = 0;
  for (let killed = true; killed; steps += 1) {
    const cognito = open(String(steps));
    killed = await seed(killedBefore(steps, cognito)).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        return true;
      },
    );
    // Without `close`, as after a kill.
    const after = open(String(steps));
    const pool = await seed(after);
    expect(after.pools()).toEqual([{ id: pool.id, clientIds: [pool.client.id] }]);
    const users = await usersOf(after, pool.id);
    expect(new Set(users.map(({ status }) => status))).toEqual(new Set(['CONFIRMED']));
    const addresses = users.map(({ email }) => email);
    expect(addresses).toHaveLength(new Set(addresses).size);
    expect(addresses).toEqual(expect.arrayContaining(USERS.map(({ username }) => username)));
    expect(addresses).toEqual(
      expect.arrayContaining(FAULTS.filter(({ session }) => session).map(faultUsername)),
    );
    after.close();
  }
  expect(steps).toBeGreaterThan(5);
});

test('the pool and the client have the settings that are deployed', async () => {
  const cognito = open('settings');
  const { id, client } = await seed(cognito);
  const { UserPool } = await cognito.run('DescribeUserPool', { UserPoolId: id });
  expect(UserPool).toMatchObject({
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    MfaConfiguration: 'OPTIONAL',
    Policies: {
      PasswordPolicy: { MinimumLength: 8, RequireSymbols: false },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
    },
  });
  const { UserPoolClient } = await cognito.run('DescribeUserPoolClient', {
    UserPoolId: id,
    ClientId: client.id,
  });
  expect(UserPoolClient).toMatchObject({
    ClientSecret: client.secret,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    AuthSessionValidity: 10,
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    AccessTokenValidity: 5,
    IdTokenValidity: 5,
    RefreshTokenValidity: SESSION.lifetime,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'seconds' },
  });
});

test.each([
  ['off', 'OFF'],
  ['required', 'ON'],
] as const)('second factors are a choice: %s', async (mfa, MfaConfiguration) => {
  const cognito = open(`mfa-${mfa}`);
  // From codes by e-mail, which exclude required factors, and back.
  for (const settings of [{}, { mfa, emailCodes: false }, {}, { mfa, emailCodes: false }]) {
    await seed(cognito, settings);
  }
  const [{ id: UserPoolId = '' } = {}] = cognito.pools();
  const { UserPool } = await cognito.run('DescribeUserPool', { UserPoolId });
  expect(UserPool).toMatchObject({ MfaConfiguration });
});

test('a start leaves the password alone that a developer gave a user', async () => {
  const cognito = open('changed');
  const { id } = await seed(cognito);
  const user = { UserPoolId: id, Username: TEST_USER.username };
  const Password = 'AnotherPass123!';
  await cognito.run('AdminSetUserPassword', { ...user, Password, Permanent: true });
  const before = await cognito.run('AdminGetUser', user);
  await seed(cognito);
  expect((await cognito.run('AdminGetUser', user)).UserStatus).toBe(before.UserStatus);
});

test('a user who is set has the password and exactly the groups', async () => {
  const cognito = open('set');
  const { id } = await seed(cognito);
  const users = new Users(cognito, id);
  const jane = { username: 'jane@example.com', password: 'JanesPass123!' };
  const groupsOf = async () =>
    (
      await cognito.run('AdminListGroupsForUser', { UserPoolId: id, Username: jane.username })
    ).Groups?.map(({ GroupName }) => GroupName);
  await users.set({ ...jane, groups: ['editors', 'members'] });
  expect(await groupsOf()).toEqual(['editors', 'members']);
  await users.set({ ...jane, groups: ['owners', 'members'] });
  expect(new Set(await groupsOf())).toEqual(new Set(['members', 'owners']));
  await expect(users.set({ ...jane, password: 'short', groups: [] })).rejects.toThrow(
    /^The user jane@example\.com cannot be set: .*not long enough\. It must have at least 8 /,
  );
});
