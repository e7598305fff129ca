/** The world of attempts, over the fake of Cognito with its lockout. All share one clock. */

import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { ATTEMPTS } from '../../contract/limits.ts';
import type { Cognito } from '../../functions/adapters/cognito/call.ts';
import { cognitoSignIn } from '../../functions/adapters/cognito/sign-in.ts';
import { createCognito } from '../../sandbox/cognito/cognito.ts';
import type { CognitoOptions } from '../../sandbox/cognito/options.ts';
import { type AttemptsWorld, memoryAttemptsWorld, type WorldOptions } from './attempts-world.ts';

export const OWNER = 'owner@example.com';
export const OWNER_PASSWORD = 'Correct-horse-battery-1';

export interface LockoutWorld extends AttemptsWorld {
  /** The `sub` of {@link OWNER}. */
  sub: string;
  /** Locks the owner out for 15 minutes by wrong passwords that this service does not forward. */
  lockElsewhere(): Promise<void>;
}

/** Builds the world, with one user. `create` defaults to a world in memory. */
export async function lockoutWorld(
  switches: CognitoOptions['switches'] = {},
  create: (options: WorldOptions) => AttemptsWorld | Promise<AttemptsWorld> = memoryAttemptsWorld,
): Promise<LockoutWorld> {
  let now: () => number = Date.now;
  const fake = createCognito({ clock: () => now(), random: () => 0, switches });
  const { UserPool } = await fake.handle('CreateUserPool', {
    PoolName: 'test',
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
  });
  const UserPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await fake.handle('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'test',
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
  });
  const cognito: Cognito = {
    clientId: UserPoolClient?.ClientId ?? '',
    clientSecret: async () => UserPoolClient?.ClientSecret ?? '',
    client: {
      send: ({ input }: { input: object }) => fake.handle('InitiateAuth', input as never),
    } as unknown as CognitoIdentityProviderClient,
  };
  const world = await create({
    names: 'email',
    signIn(clock) {
      now = clock;
      return cognitoSignIn(cognito, 60_000);
    },
  });
  const { User } = await fake.handle('AdminCreateUser', {
    UserPoolId,
    Username: OWNER,
    MessageAction: 'SUPPRESS',
    UserAttributes: [
      { Name: 'email', Value: OWNER },
      { Name: 'email_verified', Value: 'true' },
    ],
  });
  await fake.handle('AdminSetUserPassword', {
    UserPoolId,
    Username: OWNER,
    Password: OWNER_PASSWORD,
    Permanent: true,
  });
  return Object.assign(world, {
    sub: User?.Username ?? '',
    async lockElsewhere() {
      const elsewhere = cognitoSignIn(cognito, 60_000);
      const failures = ATTEMPTS.lockout.failures + Math.ceil(Math.log2(ATTEMPTS.lockout.longest));
      for (let count = 1; count <= failures; count += 1) {
        await elsewhere.signIn(OWNER, `elsewhere ${count}`).catch(() => {});
        // Ends each lockout but the last.
        if (count < failures) world.clock.advance(2 ** Math.max(count - 5, 0));
      }
    },
  });
}
