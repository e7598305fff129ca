/** The users of the pool: those that each sandbox has, and those that a developer adds. */

import { TEST_USER } from '../../contract/test-user.ts';
import { canonicalUsername, FAULTS, faultUsername } from '../../scenarios/faults.ts';
import { type ScenarioUser, USERS } from '../../scenarios/users.ts';
import type { CognitoService } from './cognito.ts';
import { AwsException } from './exception.ts';

const [, ...OTHER_USERS] = USERS;
const MEMBERS: readonly string[] = ['members'];
const PASSWORD_RULE = 'It must have at least 8 characters.';

/** Users whose fault comes after the sign-in exist in the pool, and so does the test user. */
const EVERYWHERE: ReadonlySet<string> = new Set([
  TEST_USER.username,
  ...FAULTS.filter(
    ({ signIn, gateway }) => (signIn === undefined || 'steps' in signIn) && gateway === undefined,
  ).map(faultUsername),
]);

export class Users {
  readonly #run: CognitoService['run'];
  readonly #poolId: string;
  readonly #known = new Map<string, Promise<void>>();

  constructor({ run }: CognitoService, poolId: string) {
    this.#run = run;
    this.#poolId = poolId;
  }

  /** Creates the missing ones of the users that each sandbox has. */
  async seed(): Promise<void> {
    for (const username of EVERYWHERE) {
      await this.#ensure({ username, password: TEST_USER.password, groups: MEMBERS });
    }
    for (const user of OTHER_USERS) await this.#ensure(user);
  }

  /**
   * Creates or changes a user: afterwards the user has this password, and exactly these groups.
   * @throws {Error} if Cognito refuses the user.
   */
  async set({ username, password, groups }: ScenarioUser): Promise<void> {
    try {
      await this.#ensure({ username, password, groups });
      await this.#setPassword(username, password);
      const { Groups = [] } = await this.#run('AdminListGroupsForUser', this.#of(username));
      for (const { GroupName = '' } of Groups) {
        if (groups.includes(GroupName)) continue;
        await this.#run('AdminRemoveUserFromGroup', { ...this.#of(username), GroupName });
      }
    } catch (error) {
      if (!(error instanceof AwsException)) throw error;
      const rule = error.type === 'InvalidPasswordException' ? `. ${PASSWORD_RULE}` : '';
      throw new Error(`The user ${username} cannot be set: ${error.message}${rule}`);
    }
  }

  /**
   * The test user and the fault users exist on every domain: creates such a user at its first
   * sign-in. It is a user of its own, so that failures on another domain do not lock it.
   */
  async prepareSignIn(name: string): Promise<void> {
    const username = name.toLowerCase();
    if (!EVERYWHERE.has(canonicalUsername(username)) || EVERYWHERE.has(username)) return;
    const known =
      this.#known.get(username) ??
      this.#ensure({ username, password: TEST_USER.password, groups: MEMBERS });
    this.#known.set(username, known);
    // A name that Cognito does not accept is the name of no user.
    await known.catch((error: unknown) => {
      if (!(error instanceof AwsException)) throw error;
    });
  }

  /** Returns the username for a `sub`, or undefined if the pool has no such user. */
  async findUsername(sub: string): Promise<string | undefined> {
    const { Users: found = [] } = await this.#run('ListUsers', {
      UserPoolId: this.#poolId,
      Filter: `sub = ${JSON.stringify(sub)}`,
    });
    return found[0]?.Attributes?.find(({ Name }) => Name === 'email')?.Value;
  }

  /** Each step looks first, so that a start completes what a killed one began. */
  async #ensure({ username, password, groups }: ScenarioUser): Promise<void> {
    const status = await this.#findStatus(username);
    if (status === undefined) {
      await this.#run('AdminCreateUser', {
        ...this.#of(username),
        TemporaryPassword: password,
        UserAttributes: [
          { Name: 'email', Value: username },
          { Name: 'email_verified', Value: 'true' },
        ],
        MessageAction: 'SUPPRESS',
      });
    }
    // A developer may have changed the password of an existing user.
    if (status === undefined || status === 'FORCE_CHANGE_PASSWORD') {
      await this.#setPassword(username, password);
    }
    for (const GroupName of groups) {
      await this.#run('CreateGroup', { UserPoolId: this.#poolId, GroupName }).catch(
        ignore('GroupExistsException'),
      );
      await this.#run('AdminAddUserToGroup', { ...this.#of(username), GroupName });
    }
  }

  #setPassword(username: string, Password: string): Promise<object> {
    return this.#run('AdminSetUserPassword', { ...this.#of(username), Password, Permanent: true });
  }

  #findStatus = (username: string): Promise<string | undefined> =>
    this.#run('AdminGetUser', this.#of(username)).then(
      ({ UserStatus }) => UserStatus,
      ignore('UserNotFoundException'),
    );

  #of = (Username: string) => ({ UserPoolId: this.#poolId, Username });
}

/** Returns a function that throws any error but the exceptions of one type. */
const ignore =
  (type: string) =>
  (error: unknown): undefined => {
    if (!(error instanceof AwsException) || error.type !== type) throw error;
  };
