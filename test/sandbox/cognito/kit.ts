/** A pool on a socket, the SDK as its client, and a clock that stands until it is turned. */

import { createHmac } from 'node:crypto';
import {
  CognitoIdentityProvider,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  type InitiateAuthCommandOutput,
  type RespondToAuthChallengeCommandInput,
  type SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach } from '@jest/globals';
import { TOTP } from 'otpauth';
import { createCognito } from '../../../sandbox/cognito/cognito.ts';
import { listen } from '../../../sandbox/cognito/http.ts';
import type { Mail } from '../../../sandbox/cognito/messages/mail.ts';
import type { CognitoOptions } from '../../../sandbox/cognito/options.ts';
import { declaredBy } from './declared.ts';

export const JANE = 'jane@example.com';
export const PASSWORD = 'Correct-horse-1';
export const OTHER_PASSWORD = 'Battery-staple-2';
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export interface WorldOptions extends Omit<CognitoOptions, 'clock'> {
  pool?: Partial<CreateUserPoolCommandInput>;
  mfa?: Partial<SetUserPoolMfaConfigCommandInput>;
  client?: Partial<CreateUserPoolClientCommandInput>;
}

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/**
 * The SDK's client. An exception that the SDK does not declare for the operation fails the test.
 */
function sdkFor(url: string): CognitoIdentityProvider {
  const sdk = new CognitoIdentityProvider({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    maxAttempts: 1,
  });
  sdk.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          const operation = commandName.replace(/Command$/, '');
          const { name, message } = error as Error;
          if (declaredBy(operation).has(name)) throw error;
          throw new Error(`${operation} does not declare ${name}: ${message}`, { cause: error });
        }
      },
    { step: 'initialize', priority: 'high' },
  );
  return sdk;
}

/** A pool whose sign-in names are e-mail addresses, and its confidential client. */
export async function world({ pool, mfa, client, ...options }: WorldOptions = {}) {
  let now = Date.UTC(2026, 0, 1);
  const scheduled: { work: () => void; due: number }[] = [];
  const cognito = createCognito({
    clock: () => now,
    schedule: (work, delayMs) => void scheduled.push({ work, due: now + delayMs }),
    random: () => 0,
    ...options,
  });
  const endpoint = await listen(cognito);
  const sdk = sdkFor(endpoint.url);
  open.push(async () => {
    sdk.destroy();
    await endpoint.close();
    cognito.close();
  });
  const { UserPool } = await cognito.handle('CreateUserPool', {
    PoolName: 'test',
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    ...pool,
  });
  const poolId = UserPool?.Id ?? '';
  if (mfa) await cognito.handle('SetUserPoolMfaConfig', { UserPoolId: poolId, ...mfa });
  const { UserPoolClient } = await cognito.handle('CreateUserPoolClient', {
    UserPoolId: poolId,
    ClientName: 'test',
    GenerateSecret: true,
    PreventUserExistenceErrors: 'ENABLED',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    ...client,
  });
  const clientId = UserPoolClient?.ClientId ?? '';
  const secret = UserPoolClient?.ClientSecret;
  /** SECRET_HASH over a name (AWS: "Computing secret hash values"). */
  const hash = (name: string) =>
    createHmac('sha256', secret ?? '')
      .update(`${name}${clientId}`)
      .digest('base64');
  const app = { ClientId: clientId };
  const named = (Username: string) => ({
    ClientId: clientId,
    Username,
    SecretHash: hash(Username),
  });

  return {
    cognito,
    sdk,
    url: endpoint.url,
    poolId,
    clientId,
    secret: secret ?? '',
    hash,
    app,
    /** ClientId, Username and SecretHash of the operations that take a name. */
    named,
    /** UserPoolId and Username of the Admin… operations. */
    of: (Username: string) => ({ UserPoolId: poolId, Username }),
    now: () => now,
    advance(milliseconds: number) {
      now += milliseconds;
      for (const each of scheduled.splice(0)) {
        if (each.due <= now) each.work();
        else scheduled.push(each);
      }
    },

    /** A confirmed user with a verified address. */
    async addUser(name = JANE, password: string | undefined = PASSWORD) {
      const { User } = await cognito.handle('AdminCreateUser', {
        UserPoolId: poolId,
        Username: name,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: name },
          { Name: 'email_verified', Value: 'true' },
        ],
      });
      await cognito.handle('AdminSetUserPassword', {
        UserPoolId: poolId,
        Username: name,
        Password: password,
        Permanent: true,
      });
      return User?.Username ?? '';
    },

    initiate: (
      AuthFlow: 'USER_PASSWORD_AUTH' | 'USER_AUTH' | 'REFRESH_TOKEN_AUTH',
      AuthParameters: Record<string, string>,
    ) => sdk.initiateAuth({ AuthFlow, ...app, AuthParameters }),

    signIn: (name: string = JANE, password: string = PASSWORD) =>
      sdk.initiateAuth({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ...app,
        AuthParameters: { USERNAME: name, PASSWORD: password, SECRET_HASH: hash(name) },
      }),

    userAuth: (preferred?: string, name: string = JANE, more: Record<string, string> = {}) =>
      sdk.initiateAuth({
        AuthFlow: 'USER_AUTH',
        ...app,
        AuthParameters: {
          USERNAME: name,
          SECRET_HASH: hash(name),
          ...(preferred === undefined ? {} : { PREFERRED_CHALLENGE: preferred }),
          ...more,
        },
      }),

    refresh: (token: string, name: string) =>
      sdk.initiateAuth({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ...app,
        AuthParameters: { REFRESH_TOKEN: token, SECRET_HASH: hash(name) },
      }),

    /** Answers a challenge under the name that it gave, or the one that signed in. */
    respond(
      {
        ChallengeName,
        Session,
        ChallengeParameters,
      }: Pick<InitiateAuthCommandOutput, 'ChallengeName' | 'Session' | 'ChallengeParameters'>,
      responses: Record<string, string>,
      name: string = ChallengeParameters?.USER_ID_FOR_SRP ?? JANE,
    ) {
      const input: RespondToAuthChallengeCommandInput = {
        ...app,
        ChallengeName,
        ...(Session === undefined ? {} : { Session }),
        ChallengeResponses: { USERNAME: name, SECRET_HASH: hash(name), ...responses },
      };
      return sdk.respondToAuthChallenge(input);
    },

    mails: (to: string = JANE): Mail[] => cognito.mails().filter((mail) => mail.to === to),
    lastCode: (to: string = JANE): string =>
      cognito
        .mails()
        .filter((mail) => mail.to === to)
        .at(-1)?.code ?? '',
  };
}

export type World = Awaited<ReturnType<typeof world>>;

/** The tokens of a complete sign-in. */
export function tokensOf({ AuthenticationResult }: InitiateAuthCommandOutput) {
  return {
    AccessToken: AuthenticationResult?.AccessToken ?? '',
    IdToken: AuthenticationResult?.IdToken ?? '',
    RefreshToken: AuthenticationResult?.RefreshToken ?? '',
  };
}

/** The claims of a token, unverified. */
export const claimsIn = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

export const refusal = (name: string, message: string) => ({ name, message });
export const notAuthorized = (message: string) => refusal('NotAuthorizedException', message);

export const INCORRECT = notAuthorized('Incorrect username or password.');
export const LOCKED = notAuthorized('Password attempts exceeded');

/** The code that an authenticator app shows. */
export const totpCode = (secret: string, now: number): string =>
  new TOTP({ secret }).generate({ timestamp: now });

/** Switches TOTP on for the user of a token, and returns the secret. */
export async function enrolTotp({ sdk, now, advance }: World, AccessToken: string) {
  const { SecretCode = '' } = await sdk.associateSoftwareToken({ AccessToken });
  await sdk.verifySoftwareToken({ AccessToken, UserCode: totpCode(SecretCode, now()) });
  await sdk.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } });
  advance(30 * SECOND);
  return SecretCode;
}

export const TOTP_OPTIONAL = {
  MfaConfiguration: 'OPTIONAL',
  SoftwareTokenMfaConfiguration: { Enabled: true },
} as const;
