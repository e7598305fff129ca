import type { HttpFunction } from '../contract/routes/index.ts';
import type { QueueHandler } from '../functions/queue/queue-handler.ts';
import type { Handler } from './gateway/invoke.ts';
import { EMULATOR_TIMEOUTS } from './timeouts.ts';

/**
 * Builds the handlers as the deployed entries do, with longer time-outs. The environment must be
 * complete by then: the logger reads it when it is imported, and the builders read it when called.
 */
export async function loadHandlers(): Promise<Record<HttpFunction, Handler>> {
  const [
    login,
    challenge,
    sessions,
    account,
    captcha,
    jwks,
    registration,
    recovery,
    passwordless,
    passkeys,
    mfa,
  ] = await Promise.all([
    import('../functions/wiring/login.ts'),
    import('../functions/wiring/challenge.ts'),
    import('../functions/wiring/sessions.ts'),
    import('../functions/wiring/account.ts'),
    import('../functions/wiring/captcha.ts'),
    import('../functions/wiring/jwks.ts'),
    import('../functions/wiring/registration.ts'),
    import('../functions/wiring/recovery.ts'),
    import('../functions/wiring/passwordless.ts'),
    import('../functions/wiring/passkeys.ts'),
    import('../functions/wiring/mfa.ts'),
  ]);
  return {
    login: login.createLoginHandler(EMULATOR_TIMEOUTS),
    challenge: challenge.createChallengeHandler(EMULATOR_TIMEOUTS),
    refresh: sessions.createRefreshHandler(EMULATOR_TIMEOUTS),
    logout: sessions.createLogoutHandler(EMULATOR_TIMEOUTS),
    session: sessions.createSessionHandler(EMULATOR_TIMEOUTS),
    sessions: sessions.createSessionsHandler(EMULATOR_TIMEOUTS),
    account: account.createAccountHandler(EMULATOR_TIMEOUTS),
    captcha: captcha.createCaptchaHandler(EMULATOR_TIMEOUTS),
    jwks: jwks.createJwksHandler(EMULATOR_TIMEOUTS),
    registration: registration.createRegistrationHandler(EMULATOR_TIMEOUTS),
    recovery: recovery.createRecoveryHandler(EMULATOR_TIMEOUTS),
    passwordless: passwordless.createPasswordlessHandler(EMULATOR_TIMEOUTS),
    passkeys: passkeys.createPasskeysHandler(EMULATOR_TIMEOUTS),
    mfa: mfa.createMfaHandler(EMULATOR_TIMEOUTS),
  };
}

/** Builds the handlers of the functions that queues call. The environment must be complete. */
export async function loadQueueHandlers(): Promise<
  Record<'revalidate' | 'user-events' | 'notices', QueueHandler>
> {
  const [revocation, notices] = await Promise.all([
    import('../functions/wiring/revocation.ts'),
    import('../functions/wiring/notices.ts'),
  ]);
  return {
    revalidate: revocation.createRevalidateHandler(EMULATOR_TIMEOUTS),
    'user-events': revocation.createUserEventsHandler(EMULATOR_TIMEOUTS),
    notices: notices.createNoticesHandler(EMULATOR_TIMEOUTS),
  };
}

/** Builds the handler of the trigger that writes the mails of Cognito. */
export async function loadMailTrigger(): Promise<(event: unknown) => Promise<unknown>> {
  const { createCustomMessageHandler } = await import('../functions/wiring/custom-message.ts');
  return createCustomMessageHandler(EMULATOR_TIMEOUTS);
}
