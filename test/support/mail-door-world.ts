/**
 * The real handlers of sign-up, recovery and login over the fake of Cognito, whose mails the real
 * trigger writes. Only tests advance the clock.
 */

import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { Secret, TOTP } from 'otpauth';
import type { Envelope } from '../../contract/envelope.ts';
import { ATTEMPTS, MAILS } from '../../contract/limits.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import { type Cognito, computeSecretHash } from '../../functions/adapters/cognito/call.ts';
import { cognitoChallengeAnswers } from '../../functions/adapters/cognito/challenge-answers.ts';
import { cognitoEmailCodes } from '../../functions/adapters/cognito/email-codes.ts';
import { createMessageTrigger } from '../../functions/adapters/cognito/message-trigger.ts';
import { cognitoPasskeyChallenges } from '../../functions/adapters/cognito/passkey-challenges.ts';
import { cognitoRecovery } from '../../functions/adapters/cognito/recovery.ts';
import { cognitoRevalidation } from '../../functions/adapters/cognito/revalidation.ts';
import { cognitoRevocation } from '../../functions/adapters/cognito/revocation.ts';
import { cognitoSignIn } from '../../functions/adapters/cognito/sign-in.ts';
import { cognitoSignUp } from '../../functions/adapters/cognito/sign-up.ts';
import { challenge } from '../../functions/core/challenges/continue-sign-in.ts';
import { challengeIssuer } from '../../functions/core/challenges/issue-challenge.ts';
import { attempts } from '../../functions/core/login/attempts.ts';
import type { Captchas } from '../../functions/core/login/captcha.ts';
import { identifyAccount } from '../../functions/core/login/guess.ts';
import { login } from '../../functions/core/login/login.ts';
import { passwordAttempts } from '../../functions/core/login/password-attempts.ts';
import { mailDoor } from '../../functions/core/mail-door/mail-door.ts';
import type { CodeFormat } from '../../functions/core/mail-door/mailed-code.ts';
import { writeMail } from '../../functions/core/mail-door/write-mail.ts';
import {
  type PasswordlessMethods,
  passwordless,
} from '../../functions/core/passwordless/passwordless.ts';
import { forgotPassword } from '../../functions/core/recovery/forgot-password.ts';
import { resetPassword } from '../../functions/core/recovery/reset-password.ts';
import { confirmSignUp } from '../../functions/core/registration/confirm-sign-up.ts';
import { resendCode } from '../../functions/core/registration/resend-code.ts';
import { signUp } from '../../functions/core/registration/sign-up.ts';
import { session } from '../../functions/core/sessions/session.ts';
import { createCognito } from '../../sandbox/cognito/cognito.ts';
import type { CognitoOptions } from '../../sandbox/cognito/options.ts';
import { headersIn } from './answer.ts';
import { START } from './attempts-world.ts';
import { createEndpoint } from './endpoint.ts';
import { lambdaContext, restEvent } from './event.ts';
import { SETTINGS } from './handlers.ts';
import { memoryAttempts } from './memory-attempts.ts';
import { memoryChallenges } from './memory-challenges.ts';
import { memoryCodeNotes, memoryMails } from './memory-mail-door.ts';
import { memoryPasskeyNames } from './memory-passkey-names.ts';
import { mfaHandlersOf } from './mfa-handlers.ts';
import { passkeyHandlersOf } from './passkey-handlers.ts';
import { signedIn, world } from './world.ts';

export const PASSWORD = 'correct horse battery';
export const NEW_PASSWORD = 'staple of a new battery';
export const ATTRIBUTES = ['given_name'];
/** The domain of {@link HOST} and of its siblings. */
export const RELYING_PARTY = 'example.com';

/** The cookie jar of a browser. */
export interface Browser {
  device?: string;
  challenge?: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  text: string;
  error: Envelope['error'] | undefined;
}

interface Sending {
  from?: string;
  browser?: Browser;
  headers?: Record<string, string>;
  /** Path parameters. */
  parameters?: Record<string, string>;
}

type Body = Readonly<Record<string, unknown>>;

export type MailDoorWorld = Awaited<ReturnType<typeof mailDoorWorld>>;

/** Builds the world, without any user. */
export async function mailDoorWorld({
  cognito: options = {},
  codeFormat = 'suffixed',
  methods = { emailCode: true, relyingParty: RELYING_PARTY },
}: {
  cognito?: Omit<CognitoOptions, 'clock' | 'customMessage'>;
  codeFormat?: CodeFormat;
  methods?: PasswordlessMethods;
} = {}) {
  const ports = world({ start: new Date(START).toISOString() });
  const { clock, keys, audit, report, devices } = ports;
  const steps: string[] = [];
  /** Called before each step. It may throw, which is a crash at that point. */
  const control: { before: (step: string) => void; triggerFails: boolean } = {
    before: () => {},
    triggerFails: false,
  };

  /** Records the calls of a port, and lets a test fail them. */
  const observe = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, property) {
        const member = Reflect.get(target, property);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          control.before(String(property));
          steps.push(String(property));
          return Reflect.apply(member, target, args);
        };
      },
    });

  const fake = createCognito({
    random: () => 0,
    ...options,
    clock,
    ...(codeFormat === 'suffixed' && {
      customMessage: createMessageTrigger({
        write: (request) => {
          if (control.triggerFails) throw new Error('the keys cannot be read');
          return writeMail({ keys, clock }, request);
        },
        logFailure: report,
      }),
    }),
  });
  const { UserPool } = await fake.handle('CreateUserPool', {
    PoolName: 'test',
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    Policies: {
      PasswordPolicy: { MinimumLength: 8 },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] },
    },
    UserPoolTier: 'ESSENTIALS',
  });
  const UserPoolId = UserPool?.Id ?? '';
  await fake.handle('SetUserPoolMfaConfig', {
    UserPoolId,
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
    WebAuthnConfiguration: {
      RelyingPartyId: RELYING_PARTY,
      UserVerification: 'required',
      FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
    },
  });
  const { UserPoolClient } = await fake.handle('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'test',
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    AuthSessionValidity: ports.challengeLifetime / 60,
  });
  /** The operations that reached Cognito. */
  const asked: string[] = [];
  /** Their names and inputs. */
  const requests: { operation: string; input: object }[] = [];
  const cognito: Cognito = {
    clientId: UserPoolClient?.ClientId ?? '',
    clientSecret: async () => UserPoolClient?.ClientSecret ?? '',
    client: {
      async send(command: { input: object; constructor: { name: string } }) {
        const operation = command.constructor.name.replace(/Command$/, '');
        control.before(operation);
        asked.push(operation);
        requests.push({ operation, input: command.input });
        steps.push(operation);
        const output = await fake.handle(operation as 'SignUp', command.input as never);
        control.before(`after ${operation}`);
        return output;
      },
    } as unknown as CognitoIdentityProviderClient,
  };

  const store = observe(memoryAttempts());
  // Real CAPTCHAs would take most of the time of these tests.
  let solutions = 0;
  const captchas: Captchas = {
    challenge: () => Promise.reject(new Error('no challenge is asked for')),
    async check(solution, account) {
      return solution.startsWith(`${account}.`)
        ? { solved: true, id: solution, expiresAt: clock.seconds() + 600 }
        : { solved: false, issue: 'invalid' };
    },
  };
  const passkeyNames = memoryPasskeyNames();
  const limits = { mailMs: 60_000, callMs: 60_000 };
  const shared = {
    ...ports,
    store,
    mailDoor: mailDoor({
      store,
      mails: observe(memoryMails()),
      captchas,
      devices,
      keys,
      perNetwork: MAILS.perNetwork,
      audit,
      report,
      clock,
    }),
    notes: observe(memoryCodeNotes()),
    passwordRules: { minLength: 8 },
    codeFormat,
    attributes: ATTRIBUTES,
    sessions: observe(ports.sessions),
    notices: observe(ports.notices),
    appEvents: observe(ports.appEvents),
    userSessions: observe(ports.userSessions),
  };
  const registration = { ...shared, identity: cognitoSignUp(cognito, UserPoolId, limits) };
  const revocation = cognitoRevocation(cognito, 60_000);
  const passwords = passwordAttempts({ ...ports, attemptStore: store });
  const recovery = {
    ...shared,
    passwords,
    identity: { ...cognitoRecovery(cognito, UserPoolId, limits), ...revocation },
  };
  const identity = {
    ...cognitoSignIn(cognito, 60_000),
    ...cognitoChallengeAnswers(cognito, 60_000, report),
    ...cognitoRevalidation(cognito, 60_000),
    ...revocation,
  };
  const challengeStore = observe(memoryChallenges(store));
  const steppedSignIn = {
    ...shared,
    identity,
    attemptStore: store,
    challengeStore,
    emailCodes: cognitoEmailCodes(cognito, UserPoolId, 60_000),
    passkeyChallenges: cognitoPasskeyChallenges(cognito, UserPoolId, 60_000),
    methods,
    captchas,
  };
  const nameHandlers = {
    passwordless: createEndpoint('passwordless', passwordless, steppedSignIn, SETTINGS),
    challenge: createEndpoint('challenge', challenge, steppedSignIn, SETTINGS),
    signUp: createEndpoint('signUp', signUp, registration, SETTINGS),
    confirmSignUp: createEndpoint('confirmSignUp', confirmSignUp, registration, SETTINGS),
    resendCode: createEndpoint('resendCode', resendCode, registration, SETTINGS),
    forgotPassword: createEndpoint('forgotPassword', forgotPassword, recovery, SETTINGS),
    resetPassword: createEndpoint('resetPassword', resetPassword, recovery, SETTINGS),
    session: createEndpoint('session', session, shared, SETTINGS),
    login: createEndpoint(
      'login',
      login,
      {
        ...shared,
        attempts: attempts({ store, captchas, devices, keys, audit, report, clock }),
        challenges: challengeIssuer({ ...ports, challengeStore }),
        identity,
      },
      SETTINGS,
    ),
  };
  const handlers = {
    ...nameHandlers,
    ...passkeyHandlersOf({ ...shared, identity, passkeyNames }, cognito, UserPoolId),
    ...mfaHandlersOf({ ...shared, identity }, cognito, UserPoolId),
  };
  type Served = RouteName & keyof typeof handlers;

  async function call(
    route: Served,
    body: Body | undefined,
    { from = '192.0.2.1', browser, headers = {}, parameters }: Sending = {},
  ): Promise<Answer> {
    const jar = [browser?.device, browser?.challenge].filter(Boolean).join('; ');
    const event = restEvent(route, {
      ...(body && { body: JSON.stringify(body) }),
      headers: { ...(jar !== '' && { Cookie: jar }), ...headers },
      sourceIp: from,
      ...(parameters && { parameters }),
    });
    const answer = await handlers[route](event, lambdaContext(600_000));
    const cookies = headersIn(answer, 'set-cookie');
    const device = cookies.find((cookie) => cookie.startsWith('__Host-device='));
    if (browser && device) browser.device = device.split(';')[0] ?? '';
    const challenge = cookies.find((cookie) => cookie.startsWith('__Host-challenge='));
    if (browser && challenge) browser.challenge = challenge.split(';')[0] ?? '';
    return {
      status: answer.statusCode,
      headers: (answer.headers ?? {}) as Record<string, string>,
      cookies,
      text: answer.body,
      error: answer.statusCode < 400 ? undefined : (JSON.parse(answer.body) as Envelope).error,
    };
  }

  const solve = async (username: string): Promise<string> => {
    const { captchaAccount } = identifyAccount(await keys.permanent('counters'), username);
    solutions += 1;
    return `${captchaAccount}.${solutions}`;
  };

  return {
    handlers,
    clock,
    keys,
    fake,
    asked,
    requests,
    passkeyNames,
    steps,
    control,
    audits: ports.audits,
    events: ports.events,
    reported: ports.reported,
    sessions: ports.sessions,
    noticed: ports.noticed,
    published: ports.published,
    /** A test may replace its method. */
    userSessions: ports.userSessions,
    /** Stores a session as a login does. Returns its JWT. */
    addSession: async (sub: string): Promise<string> => (await signedIn(ports, { sub })).jwt,
    store,
    passwords,
    call,
    solve,
    /** Asks for a mail with a solved CAPTCHA. */
    order: async (
      route: 'signUp' | 'resendCode' | 'forgotPassword' | 'passwordless',
      username: string,
      sending: Sending & { attributes?: object } = {},
    ): Promise<Answer> => {
      const { attributes, ...rest } = sending;
      const captcha = await solve(username);
      const method = route === 'passwordless' && { method: 'email_code' };
      return call(route, { username, captcha, ...method, ...(attributes && { attributes }) }, rest);
    },
    /** All that was mailed to an address, oldest first. */
    mailsTo: (address: string) => fake.mails().filter(({ to }) => to === address),
    /** The code in the last mail to an address. */
    codeFor(address: string): string {
      const body = fake.mails().findLast(({ to }) => to === address)?.body ?? '';
      const code = /\b\d{6,8}[0-9A-Z]{0,8}\b/.exec(body)?.[0];
      if (code === undefined) throw new Error(`no code was mailed to ${address}`);
      return code;
    },
    /** Creates a confirmed user with {@link PASSWORD}. Returns the `sub`. */
    async addUser(username: string, { verified = true } = {}): Promise<string> {
      const { User } = await fake.handle('AdminCreateUser', {
        UserPoolId,
        Username: username,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: username },
          { Name: 'email_verified', Value: String(verified) },
        ],
      });
      await fake.handle('AdminSetUserPassword', {
        UserPoolId,
        Username: username,
        Password: PASSWORD,
        Permanent: true,
      });
      return User?.Username ?? '';
    },
    /** Runs an operation as an administrator of the pool. */
    admin: (
      operation:
        | 'AdminCreateUser'
        | 'AdminDeleteUser'
        | 'AdminDisableUser'
        | 'AdminGetUser'
        | 'AdminResetUserPassword'
        | 'AdminSetUserPassword',
      Username: string,
      rest: object = {},
    ) => fake.handle(operation, { UserPoolId, Username, ...rest } as never),
    /** Switches an authenticator app on for a user with {@link PASSWORD}. Returns its secret. */
    async switchFactorOn(username: string): Promise<string> {
      const AuthParameters = { USERNAME: username, PASSWORD };
      const SECRET_HASH = await computeSecretHash(cognito, username);
      const { AuthenticationResult } = await fake.handle('InitiateAuth', {
        ClientId: cognito.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { ...AuthParameters, SECRET_HASH },
      });
      const { AccessToken } = AuthenticationResult ?? {};
      const { SecretCode = '' } = await fake.handle('AssociateSoftwareToken', { AccessToken });
      const totp = new TOTP({ secret: Secret.fromBase32(SecretCode) });
      const UserCode = totp.generate({ timestamp: clock() });
      await fake.handle('VerifySoftwareToken', { AccessToken, UserCode });
      await fake.handle('SetUserMFAPreference', {
        AccessToken,
        SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
      });
      return SecretCode;
    },
    /** Locks a user out for 15 minutes by wrong passwords that this service does not forward. */
    async lockElsewhere(username: string): Promise<void> {
      const elsewhere = cognitoSignIn(cognito, 60_000);
      const failures = ATTEMPTS.lockout.failures + Math.ceil(Math.log2(ATTEMPTS.lockout.longest));
      for (let count = 1; count <= failures; count += 1) {
        await elsewhere.signIn(username, `elsewhere ${count}`).catch(() => {});
        // Ends each lockout but the last.
        if (count < failures) clock.advance(2 ** Math.max(count - 5, 0));
      }
    },
    logIn: (username: string, password: string, sending: Sending = {}) =>
      call('login', { username, password }, sending),
  };
}
