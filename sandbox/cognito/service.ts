import type { User, UserPoolService } from 'cognito-local/lib/services/userPoolService.js';
import { AwsException } from '../aws/exception.ts';
import type { Clock } from '../clock.ts';
import { incorrect, notAuthorized } from './exception.ts';
import type { CognitoLibrary } from './library.ts';
import { Lockout } from './lockout.ts';
import { checkSecretHash } from './secret-hash.ts';
import { readRefreshToken } from './upstream-tokens.ts';

/** The one pool and its confidential client. */
export interface Pool {
  id: string;
  client: { id: string; secret: string };
}

type Input = Readonly<Record<string, unknown>>;
type AuthParameters = Readonly<Record<string, unknown>>;

/** Cognito's own default; the tokens are thrown away by the service anyway. */
export const ACCESS_TOKEN_MINUTES = 60;

/** cognito-local, answering as AWS does where it does not by itself. */
export class CognitoService {
  readonly #library: CognitoLibrary;
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #lockout: Lockout;
  readonly #resolve: (name: string) => string;

  /**
   * `resolve` gives the user's name in the pool for a name that signs in; the hash is over the
   * latter.
   */
  constructor(
    library: CognitoLibrary,
    pool: Pool,
    clock: Clock,
    resolve = (name: string): string => name,
  ) {
    this.#library = library;
    this.#pool = pool;
    this.#clock = clock;
    this.#lockout = new Lockout(clock);
    this.#resolve = resolve;
  }

  /** @throws {AwsException} */
  async call(operation: string, input: Input): Promise<object> {
    if (operation === 'InitiateAuth') return this.#initiateAuth(input);
    if (operation === 'RevokeToken') return this.#revokeToken(input);
    try {
      return await this.#library.call(operation, input);
    } catch (error) {
      throw asAws(error);
    }
  }

  async #initiateAuth(input: Input): Promise<object> {
    this.#checkClient(input.ClientId);
    const parameters = (input.AuthParameters ?? {}) as AuthParameters;
    if (input.AuthFlow === 'USER_PASSWORD_AUTH') return this.#signIn(input, parameters);
    if (input.AuthFlow === 'REFRESH_TOKEN_AUTH' || input.AuthFlow === 'REFRESH_TOKEN') {
      return this.#refresh(input, parameters);
    }
    throw new AwsException(
      'InvalidParameterException',
      `${input.AuthFlow} flow not enabled for this client`,
    );
  }

  /**
   * The order is Cognito's: what needs no password comes first (a pending reset among it, which
   * tells a stranger that the user exists), confirmation and challenges only after the right one.
   */
  async #signIn(input: Input, parameters: AuthParameters): Promise<object> {
    const { USERNAME: name, PASSWORD: password } = parameters;
    if (typeof name !== 'string') {
      throw new AwsException('InvalidParameterException', 'Missing required parameter USERNAME');
    }
    if (typeof password !== 'string') {
      throw new AwsException('InvalidParameterException', 'Missing required parameter PASSWORD');
    }
    checkSecretHash(parameters.SECRET_HASH, name, this.#pool.client);
    const resolved = this.#resolve(name);
    const user = await this.#find(resolved);
    if (user === null) throw incorrect();
    // Names that stand for one user are accounts of their own for everything that counts.
    const account = resolved === name ? user.Username : name.toLowerCase();
    if (this.#lockout.isLocked(account)) throw notAuthorized('Password attempts exceeded');
    if (!user.Enabled) throw notAuthorized('User is disabled.');
    if (user.UserStatus === 'RESET_REQUIRED') {
      throw new AwsException(
        'PasswordResetRequiredException',
        'Password reset required for the user',
      );
    }
    if (user.Password !== password) {
      this.#lockout.failed(account);
      throw incorrect();
    }
    this.#lockout.succeeded(account);
    if (user.UserStatus === 'UNCONFIRMED') {
      throw new AwsException('UserNotConfirmedException', 'User is not confirmed.');
    }
    return this.#tokens(input, { ...parameters, USERNAME: user.Username });
  }

  async #refresh(input: Input, parameters: AuthParameters): Promise<object> {
    const { username } = await readRefreshToken(
      parameters.REFRESH_TOKEN,
      this.#pool.id,
      this.#clock,
    );
    checkSecretHash(parameters.SECRET_HASH, username, this.#pool.client);
    const user = await this.#find(username);
    if (user === null) throw notAuthorized('Invalid Refresh Token');
    if (!user.Enabled) throw notAuthorized('User is disabled.');
    if (user.UserStatus === 'RESET_REQUIRED') {
      throw new AwsException(
        'PasswordResetRequiredException',
        'Password reset required for the user',
      );
    }
    if (!user.RefreshTokens.includes(String(parameters.REFRESH_TOKEN))) {
      throw notAuthorized('Refresh Token has been revoked');
    }
    return this.#tokens(input, parameters);
  }

  async #tokens(input: Input, parameters: AuthParameters): Promise<object> {
    let answer: { AuthenticationResult?: object };
    try {
      answer = await this.#library.call('InitiateAuth', { ...input, AuthParameters: parameters });
    } catch (error) {
      throw asAws(error);
    }
    if (answer.AuthenticationResult === undefined) return answer;
    const result = {
      ...answer.AuthenticationResult,
      ExpiresIn: ACCESS_TOKEN_MINUTES * 60,
      TokenType: 'Bearer',
    };
    return { ChallengeParameters: {}, AuthenticationResult: result };
  }

  /** Succeeds for a token that is gone or never was, too (RFC 7009 section 2.2). */
  async #revokeToken(input: Input): Promise<object> {
    this.#checkClient(input.ClientId);
    if (input.ClientSecret !== this.#pool.client.secret) {
      throw new AwsException('UnauthorizedException', 'Invalid client secret');
    }
    try {
      await this.#library.call('RevokeToken', input);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'NotAuthorizedException') throw asAws(error);
    }
    return {};
  }

  #checkClient(id: unknown): void {
    if (id !== this.#pool.client.id) {
      throw new AwsException('ResourceNotFoundException', `User pool client ${id} does not exist.`);
    }
  }

  /** The pool takes names without regard to case, as every pool made since 2020 does by default. */
  async #find(name: string): Promise<User | null> {
    const pool: UserPoolService = await this.#library.pool(this.#pool.id);
    return pool.getUserByUsername(this.#library.context, name.toLowerCase());
  }
}

/** cognito-local throws errors with a `code`; anything else is a fault of its own. */
function asAws(error: unknown): AwsException {
  if (error instanceof AwsException) return error;
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined
    ? new AwsException('InternalErrorException', message ?? 'Internal error', 500)
    : new AwsException(code, message ?? code);
}
