/**
 * The boundary between the sandbox and its Cognito. No other file of the sandbox imports from
 * `sandbox/cognito/`.
 */

import { canonicalUsername } from '../../scenarios/faults.ts';
import type { Clock } from '../clock.ts';
import { openLibrary } from '../cognito/library.ts';
import { seed } from '../cognito/seed.ts';
import { CognitoService, type Pool } from '../cognito/service.ts';

/** What the sandbox needs of Cognito. */
export interface Cognito {
  /** The user pool and its app client. */
  pool: Pool;
  /**
   * Runs one operation of the Cognito API, by name.
   * @throws {AwsException} if the operation fails.
   */
  call(operation: string, input: object): Promise<object>;
  /** Returns the `sub` of a user, or undefined if the pool has no such user. */
  findSub(username: string): Promise<string | undefined>;
  /** Returns the e-mail address of a refresh token's user. The token may be invalid. */
  readEmail(refreshToken: string): string | undefined;
}

/** Opens the Cognito whose state is in a directory. Creates pool, client and users if missing. */
export async function openCognito(directory: string, clock: Clock): Promise<Cognito> {
  const library = await openLibrary(directory, clock);
  const pool = await seed(library);
  const service = new CognitoService(library, pool, clock, canonicalUsername);
  const users = await library.pool(pool.id);
  return {
    pool,
    call: (operation, input) => service.call(operation, { ...input }),
    async findSub(username) {
      const user = await users.getUserByUsername(library.context, username);
      return user?.Attributes.find(({ Name }) => Name === 'sub')?.Value;
    },
    readEmail,
  };
}

/** The refresh tokens of cognito-local are JWTs with an `email` claim. */
function readEmail(refreshToken: string): string | undefined {
  try {
    const [, payload = ''] = refreshToken.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { email?: unknown };
    return typeof claims.email === 'string' ? claims.email : undefined;
  } catch {
    return undefined;
  }
}
