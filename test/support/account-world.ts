import type { MfaSetting } from '../../contract/mfa.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import { getAccount } from '../../functions/core/account/account.ts';
import type { AccountReader } from '../../functions/core/account/account-reader.ts';
import { changeEmail } from '../../functions/core/account/change-email.ts';
import { changePassword } from '../../functions/core/account/change-password.ts';
import { confirmEmail } from '../../functions/core/account/confirm-email.ts';
import { deleteAccount } from '../../functions/core/account/delete-account.ts';
import type { OwnAccount } from '../../functions/core/account/own-account.ts';
import { reauthenticate } from '../../functions/core/account/reauthenticate.ts';
import { updateAccount } from '../../functions/core/account/update-account.ts';
import type { AppEvent } from '../../functions/core/app-events/app-events.ts';
import { AuthError } from '../../functions/core/error.ts';
import type { AttemptStore } from '../../functions/core/login/attempt-store.ts';
import { passwordAttempts } from '../../functions/core/login/password-attempts.ts';
import type { CodeFormat } from '../../functions/core/mail-door/mailed-code.ts';
import { createCodeSuffix } from '../../functions/core/mail-door/mailed-code.ts';
import type { AuthenticatorApps } from '../../functions/core/mfa/authenticator-apps.ts';
import type { FactorPreference, FactorReader } from '../../functions/core/mfa/factors.ts';
import { getMfa } from '../../functions/core/mfa/mfa.ts';
import { disableTotp, enableTotp, startTotp } from '../../functions/core/mfa/totp.ts';
import type { Notice } from '../../functions/core/notices/notices.ts';
import type { UserTokens } from '../../functions/core/sessions/user-token.ts';
import type { HttpSettings } from '../../functions/http/endpoint.ts';
import { createEndpoint } from './endpoint.ts';
import { SETTINGS } from './handlers.ts';
import { memoryAttempts } from './memory-attempts.ts';
import { memoryMails } from './memory-mails.ts';
import { memoryPasskeyNames } from './memory-passkey-names.ts';
import { signedIn, UPSTREAM_TOKEN, USER, type World, world } from './world.ts';

export const PASSWORD = 'correct horse battery';
export const ACCESS_TOKEN = 'upstream-access-token';
/** What the upstream mails. A person also types the suffix that the service appends. */
export const CODE = '123456';
/** The secret of an authenticator app, whose code is always {@link CODE}. */
export const SECRET = 'JBSWY3DPEHPK3PXP';

/** The user at the upstream. Undefined after the deletion. */
export interface UpstreamUser {
  sub: string;
  password: string;
  /** Whether a second factor follows the password. */
  hasFactor: boolean;
  /** The secret of a set-up that was begun. */
  pendingApp: string | undefined;
  /** Whether the user has passkeys, and whether they are a second factor. */
  passkeys: { registered: boolean; areFactor: boolean };
  attributes: Record<string, string>;
  pendingEmail: string | undefined;
}

const newUser = (): UpstreamUser => ({
  sub: USER.sub,
  password: PASSWORD,
  hasFactor: false,
  pendingApp: undefined,
  passkeys: { registered: false, areFactor: false },
  attributes: { email: USER.email ?? '', email_verified: 'true', name: 'Jane' },
  pendingEmail: undefined,
});

/** Returns all ports of the account's use cases, over an upstream that keeps one user. */
export function accountWorld(options: Parameters<typeof world>[0] = {}) {
  const base = world(options);
  const state = { user: newUser() as UpstreamUser | undefined, taken: new Set<string>() };
  const notices: Notice[] = [];
  const appEvents: AppEvent[] = [];
  const attemptStore = memoryAttempts();
  base.upstream.signIn = async (username, password) => signIn(state.user, username, password);
  base.upstream.answer = async (_challenge, { value }) => answerFactor(state.user, value);
  return {
    ...base,
    ...upstreamOf(state),
    state,
    attemptStore: attemptStore as AttemptStore,
    passwords: passwordAttempts({ ...base, attemptStore }),
    mails: memoryMails(),
    passkeyNames: memoryPasskeyNames(),
    mfa: 'optional' as MfaSetting,
    passwordRules: { minLength: 8 },
    changeable: ['name', 'locale'],
    codeFormat: 'suffixed' as CodeFormat,
    notices: { send: async (notice: Notice | undefined) => void (notice && notices.push(notice)) },
    appEvents: {
      publish: async (event: AppEvent | undefined) => void (event && appEvents.push(event)),
    },
    /** The notices that were sent. */
    sentNotices: notices,
    /** The events that were published. */
    publishedEvents: appEvents,
  };
}

export type AccountWorld = ReturnType<typeof accountWorld>;

const FACTOR = {
  name: 'SOFTWARE_TOKEN_MFA' as const,
  parameters: {},
  username: USER.sub,
  handle: 'handle',
};

function answerFactor(user: UpstreamUser | undefined, code: string) {
  if (!user || code !== CODE) throw new AuthError('INVALID_CODE');
  return { user: { ...USER, sub: user.sub }, refreshToken: 'another-token' };
}

function signIn(user: UpstreamUser | undefined, username: string, password: string) {
  if (!user || username !== USER.username || password !== user.password) {
    throw new AuthError('INVALID_CREDENTIALS');
  }
  if (user.hasFactor) return { challenge: FACTOR };
  return { user: { ...USER, sub: user.sub }, refreshToken: 'another-token' };
}

/** What Cognito does with the own account, as far as these use cases see it. */
function upstreamOf(state: { user: UpstreamUser | undefined; taken: Set<string> }) {
  const authorised = (accessToken: string): UpstreamUser => {
    if (accessToken !== ACCESS_TOKEN || !state.user) throw new AuthError('INVALID_TOKEN');
    return state.user;
  };
  const userTokens: UserTokens = {
    async obtain(_username, refreshToken) {
      if (refreshToken !== UPSTREAM_TOKEN || !state.user) {
        throw new AuthError('INVALID_REFRESH_TOKEN');
      }
      return ACCESS_TOKEN;
    },
  };
  const account: OwnAccount = {
    async changePassword(accessToken, current, next) {
      const user = authorised(accessToken);
      if (current !== user.password) throw new AuthError('WRONG_PASSWORD');
      user.password = next;
    },
    async changeAttributes(accessToken, attributes) {
      const user = authorised(accessToken);
      for (const [name, value] of Object.entries(attributes)) {
        if (value === null) delete user.attributes[name];
        else user.attributes[name] = value;
      }
    },
    async requestEmail(accessToken, email) {
      const user = authorised(accessToken);
      if (state.taken.has(email)) return 'taken';
      user.pendingEmail = email;
      return 'sent';
    },
    async confirmEmail(accessToken, code) {
      const user = authorised(accessToken);
      if (code !== CODE || user.pendingEmail === undefined) throw new AuthError('INVALID_CODE');
      if (state.taken.has(user.pendingEmail)) throw new AuthError('CONFLICT');
      user.attributes.email = user.pendingEmail;
      user.pendingEmail = undefined;
    },
    async delete(accessToken) {
      authorised(accessToken);
      state.user = undefined;
    },
  };
  const accounts: AccountReader = {
    async read(username) {
      if (!state.user) return undefined;
      const { sub, attributes } = state.user;
      const dates = { createdAt: 1_700_000_000, updatedAt: 1_700_000_060 };
      const groups = ['staff'];
      return {
        sub,
        username,
        status: 'CONFIRMED',
        ...dates,
        attributes: { ...attributes },
        groups,
      };
    },
  };
  return { userTokens, account, accounts, ...factorsOf(state, authorised) };
}

/** What Cognito does with the second factors of the user. */
function factorsOf(
  state: { user: UpstreamUser | undefined },
  authorised: (accessToken: string) => UpstreamUser,
) {
  const factors: FactorReader = {
    async readFactors() {
      if (!state.user) throw new AuthError('INVALID_TOKEN');
      const { hasFactor, passkeys } = state.user;
      return { totp: hasFactor, passkeys: passkeys.registered, demanded: hasFactor };
    },
  };
  const apps: AuthenticatorApps = {
    async begin(accessToken) {
      authorised(accessToken).pendingApp = SECRET;
      return SECRET;
    },
    async verify(accessToken, code) {
      const user = authorised(accessToken);
      if (user.pendingApp === undefined) throw new AuthError('CONFLICT');
      if (code !== CODE) throw new AuthError('INVALID_CODE');
      user.pendingApp = undefined;
    },
  };
  const preference: FactorPreference = {
    async setFactors(accessToken, { totp, passkeys }) {
      const user = authorised(accessToken);
      const after = { totp: totp ?? user.hasFactor, passkeys: passkeys ?? user.passkeys.areFactor };
      // As Cognito does: passkeys need another factor.
      if (after.passkeys && !after.totp) throw new AuthError('INTERNAL_ERROR');
      user.hasFactor = after.totp;
      user.passkeys.areFactor = after.passkeys;
    },
  };
  return { factors, apps, preference };
}

const USE_CASES = {
  reauthenticate,
  changePassword,
  getAccount,
  updateAccount,
  deleteAccount,
  changeEmail,
  confirmEmail,
  getMfa,
  startTotp,
  enableTotp,
  disableTotp,
};
export type AccountRoute = keyof typeof USE_CASES;

/** Returns the real handlers over the ports of a test. */
export const accountHandlersOf = (ports: AccountWorld, settings: Partial<HttpSettings> = {}) =>
  Object.fromEntries(
    Object.entries(USE_CASES).map(([name, useCase]) => [
      name,
      createEndpoint(name as RouteName, useCase as never, ports as never, {
        ...SETTINGS,
        ...settings,
      }),
    ]),
  ) as Record<AccountRoute, ReturnType<typeof createEndpoint>>;

/** The code that a person reads in the mail to a new address. */
export const typedCode = async (
  { keys, clock }: Pick<World, 'keys' | 'clock'>,
  code: string = CODE,
  sub: string = USER.sub,
): Promise<string> =>
  code + (await createCodeSuffix({ keys, clock }, { purpose: 'change_email', holder: sub }));

export { signedIn, USER };
