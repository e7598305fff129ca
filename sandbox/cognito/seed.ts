import { SESSION } from '../../contract/limits.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { FAULTS, faultUsername } from '../../scenarios/faults.ts';
import type { CognitoLibrary } from './library.ts';
import { ACCESS_TOKEN_MINUTES, type Pool } from './service.ts';

const NAME = 'chordian-auth-sandbox';
const GROUP = 'members';

/**
 * Each step looks before it makes, so that a start that was killed half-way is completed by the
 * next.
 */
export async function seed(library: CognitoLibrary): Promise<Pool> {
  const id =
    (await library.pools.listUserPools(library.context))[0]?.Id ?? (await createPool(library));
  const client = await ensureClient(library, id);
  await ensureGroup(library, id);
  // Users whose fault is no answer of Cognito to the password really sign in.
  const later = FAULTS.filter(
    ({ signIn, gateway }) => signIn === undefined && gateway === undefined,
  );
  for (const username of [TEST_USER.username, ...later.map(faultUsername)]) {
    await ensureUser(library, id, username);
  }
  return { id, client };
}

async function createPool(library: CognitoLibrary): Promise<string> {
  const { UserPool } = await library.call<{ UserPool: { Id: string } }>('CreateUserPool', {
    PoolName: NAME,
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    MfaConfiguration: 'OPTIONAL',
  });
  return UserPool.Id;
}

async function ensureClient(library: CognitoLibrary, poolId: string): Promise<Pool['client']> {
  const [existing] = await library.pools.listAppClients(library.context, poolId);
  if (existing?.ClientSecret !== undefined) {
    return { id: existing.ClientId, secret: existing.ClientSecret };
  }
  const { UserPoolClient } = await library.call<{
    UserPoolClient: { ClientId: string; ClientSecret: string };
  }>('CreateUserPoolClient', {
    UserPoolId: poolId,
    ClientName: NAME,
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    AccessTokenValidity: ACCESS_TOKEN_MINUTES,
    IdTokenValidity: ACCESS_TOKEN_MINUTES,
    RefreshTokenValidity: SESSION.lifetime,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'seconds' },
  });
  return { id: UserPoolClient.ClientId, secret: UserPoolClient.ClientSecret };
}

async function ensureGroup(library: CognitoLibrary, poolId: string): Promise<void> {
  const pool = await library.pool(poolId);
  if ((await pool.getGroupByGroupName(library.context, GROUP)) === null) {
    await library.call('CreateGroup', { UserPoolId: poolId, GroupName: GROUP });
  }
}

async function ensureUser(
  library: CognitoLibrary,
  poolId: string,
  username: string,
): Promise<void> {
  const pool = await library.pool(poolId);
  const found = await pool.getUserByUsername(library.context, username);
  if (found === null) {
    await library.call('AdminCreateUser', {
      UserPoolId: poolId,
      Username: username,
      UserAttributes: [
        { Name: 'email', Value: username },
        { Name: 'email_verified', Value: 'true' },
      ],
      MessageAction: 'SUPPRESS',
    });
  }
  // Only one that was just made: a developer may have changed the others.
  if (found === null || found.UserStatus === 'FORCE_CHANGE_PASSWORD') {
    await library.call('AdminSetUserPassword', {
      UserPoolId: poolId,
      Username: username,
      Password: TEST_USER.password,
      Permanent: true,
    });
  }
  await library.call('AdminAddUserToGroup', {
    UserPoolId: poolId,
    Username: username,
    GroupName: GROUP,
  });
}
