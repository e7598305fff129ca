/**
 * Fault credentials: users of the sandbox whose sign-in, session or refresh fails in one known way.
 * They exist only in what stands in front of the sandbox's Cognito, database and gateway. The
 * password is the test user's; any domain works, the test user's too, and a new one begins with
 * fresh attempt counters.
 */

import { type ErrorCode, errorRow } from '../contract/errors/index.ts';
import type { GatewayResponseType } from '../contract/gateway.ts';
import { ATTEMPTS } from '../contract/limits.ts';
import type { RouteName } from '../contract/routes/index.ts';
import { TEST_USER } from '../contract/test-user.ts';

/** What Cognito does instead of answering. */
export type UpstreamFault =
  | { wire: 'reset' | 'silence' | 'html' | 'empty' }
  | { exception: string; message: string; status?: number }
  | { challenge: string; parameters: Readonly<Record<string, string>> };

/** What the database does with the user's session when it is created. */
type SessionFault = 'refuse' | 'unvalidated' | 'expired';

/** What happens before a function runs. */
type FrontFault = { response: GatewayResponseType } | { timeoutMs: number };

export interface Fault {
  /** Local part of the username. */
  name: string;
  /** One line: what happens. */
  description: string;
  /** The request that shows it; those after login need the login first. */
  route: Extract<RouteName, 'login' | 'refresh' | 'session'>;
  code: ErrorCode;
  /** At sign-in, after the right password. */
  signIn?: UpstreamFault;
  /** At the upstream's next look at a user who has signed in. */
  refresh?: UpstreamFault;
  session?: SessionFault;
  front?: FrontFault;
  /** So many wrong passwords must come before the request that shows it. */
  wrongPasswords?: number;
}

const refused = (exception: string, message: string): UpstreamFault => ({ exception, message });
const challenged = (
  challenge: string,
  parameters: Readonly<Record<string, string>> = {},
): UpstreamFault => ({ challenge, parameters });

/**
 * The gateway's patience for the user whom it gives up on. The deployed one waits for
 * `TIMEOUTS.gateway`.
 */
const IMPATIENT_MS = 1_000;

const SIGN_IN: readonly Omit<Fault, 'route'>[] = [
  {
    name: 'unavailable',
    description: 'Cognito closes the connection without an answer',
    code: 'BAD_GATEWAY',
    signIn: { wire: 'reset' },
  },
  {
    name: 'garbled',
    description: 'Cognito answers with an HTML page',
    code: 'BAD_GATEWAY',
    signIn: { wire: 'html' },
  },
  {
    name: 'empty',
    description: 'Cognito answers with an empty object',
    code: 'BAD_GATEWAY',
    signIn: { wire: 'empty' },
  },
  {
    name: 'slow',
    description: 'Cognito never answers; the service stops waiting',
    code: 'BAD_GATEWAY',
    signIn: { wire: 'silence' },
  },
  {
    name: 'failing',
    description: 'Cognito fails inside',
    code: 'BAD_GATEWAY',
    signIn: { exception: 'InternalErrorException', message: 'Internal server error', status: 500 },
  },
  {
    name: 'lambda',
    description: 'A Lambda trigger of the pool refuses',
    code: 'BAD_GATEWAY',
    signIn: refused(
      'UserLambdaValidationException',
      'PreAuthentication failed with error not today.',
    ),
  },
  {
    name: 'throttled',
    description: 'Cognito answers that there are too many requests',
    code: 'SERVICE_UNAVAILABLE',
    signIn: refused('TooManyRequestsException', 'Too many requests'),
  },
  {
    name: 'misconfigured',
    description: 'The pool has no such app client',
    code: 'INTERNAL_ERROR',
    signIn: refused('ResourceNotFoundException', 'User pool client does not exist.'),
  },
  {
    name: 'locked',
    description: 'Cognito has locked the user out after wrong passwords',
    code: 'TOO_MANY_REQUESTS',
    signIn: refused('NotAuthorizedException', 'Password attempts exceeded'),
  },
  {
    name: 'disabled',
    description: 'An administrator has disabled the user; a stranger must not learn that',
    code: 'INVALID_CREDENTIALS',
    signIn: refused('NotAuthorizedException', 'User is disabled.'),
  },
  {
    name: 'unconfirmed',
    description: 'The user never confirmed; a stranger must not learn that',
    code: 'INVALID_CREDENTIALS',
    signIn: refused('UserNotConfirmedException', 'User is not confirmed.'),
  },
  {
    name: 'reset',
    description: 'The user must reset the password; a stranger must not learn that',
    code: 'INVALID_CREDENTIALS',
    signIn: refused('PasswordResetRequiredException', 'Password reset required for the user'),
  },
  {
    name: 'mfa',
    description: 'The user has an authenticator app',
    code: 'CHALLENGE_REQUIRED',
    signIn: challenged('SOFTWARE_TOKEN_MFA', { FRIENDLY_DEVICE_NAME: 'Phone' }),
  },
  {
    name: 'newpassword',
    description: 'The password is a temporary one',
    code: 'CHALLENGE_REQUIRED',
    signIn: challenged('NEW_PASSWORD_REQUIRED', { requiredAttributes: '[]', userAttributes: '{}' }),
  },
  {
    name: 'captcha',
    description: 'Some wrong passwords before; with the CAPTCHA solved the user signs in',
    code: 'CAPTCHA_REQUIRED',
    wrongPasswords: ATTEMPTS.captchaAfter.accountAndIp,
  },
  {
    name: 'database',
    description: 'The database refuses the session',
    code: 'INTERNAL_ERROR',
    session: 'refuse',
  },
  {
    name: 'firewall',
    description: 'The firewall stops the request',
    code: 'FORBIDDEN',
    front: { response: 'WAF_FILTERED' },
  },
  {
    name: 'busy',
    description: 'The gateway throttles the request',
    code: 'TOO_MANY_REQUESTS',
    front: { response: 'THROTTLED' },
  },
  {
    name: 'crash',
    description: 'The function crashes',
    code: 'INTERNAL_ERROR',
    front: { response: 'DEFAULT_5XX' },
  },
  {
    name: 'stuck',
    description: 'Cognito never answers, and here the gateway stops waiting first',
    code: 'GATEWAY_TIMEOUT',
    signIn: { wire: 'silence' },
    front: { timeoutMs: IMPATIENT_MS },
  },
];

/**
 * These sign in. Their session counts as not validated upstream, so that the first refresh asks
 * Cognito.
 */
const REFRESH: readonly Omit<Fault, 'route' | 'session'>[] = [
  {
    name: 'revoked',
    description: 'Signs in; at the first refresh Cognito has revoked its token',
    code: 'INVALID_REFRESH_TOKEN',
    refresh: refused('NotAuthorizedException', 'Refresh Token has been revoked'),
  },
  {
    name: 'disabled-later',
    description: 'Signs in; at the first refresh the user is disabled',
    code: 'INVALID_REFRESH_TOKEN',
    refresh: refused('NotAuthorizedException', 'User is disabled.'),
  },
  {
    name: 'reset-later',
    description: 'Signs in; at the first refresh the password must be reset',
    code: 'PASSWORD_RESET_REQUIRED',
    refresh: refused('PasswordResetRequiredException', 'Password reset required for the user'),
  },
  {
    name: 'unconfirmed-later',
    description: 'Signs in; at the first refresh the user is no longer confirmed',
    code: 'USER_NOT_CONFIRMED',
    refresh: refused('UserNotConfirmedException', 'User is not confirmed.'),
  },
  {
    name: 'outage-later',
    description: 'Signs in; refreshes cannot reach Cognito and change nothing',
    code: 'BAD_GATEWAY',
    refresh: { wire: 'reset' },
  },
  {
    name: 'throttled-later',
    description: 'Signs in; refreshes are throttled by Cognito and change nothing',
    code: 'SERVICE_UNAVAILABLE',
    refresh: refused('TooManyRequestsException', 'Too many requests'),
  },
];

const SESSION: readonly Fault[] = [
  {
    name: 'expired',
    description: 'Signs in; its session has reached its end',
    route: 'refresh',
    code: 'INVALID_REFRESH_TOKEN',
    session: 'expired',
  },
  {
    name: 'ended',
    description: 'Signs in; its session is over although the JWT is not',
    route: 'session',
    code: 'INVALID_TOKEN',
    session: 'expired',
  },
];

export const FAULTS: readonly Fault[] = [
  ...SIGN_IN.map((fault) => ({ ...fault, route: 'login' as const })),
  ...REFRESH.map((fault) => ({
    ...fault,
    route: 'refresh' as const,
    session: 'unvalidated' as const,
  })),
  ...SESSION,
];

const DOMAIN = TEST_USER.username.slice(TEST_USER.username.indexOf('@') + 1);

/** The username that tables show, and the user that exists where one must. */
export const faultUsername = ({ name }: Pick<Fault, 'name'>): string => `${name}@${DOMAIN}`;

/** Status of a fault's answer, from the error table. */
export const faultStatus = ({ code }: Fault): number => errorRow(code).status;

/** The fault that a username stands for, whatever its domain. */
export function faultOf(username: string): Fault | undefined {
  const [name, domain] = username.toLowerCase().split('@');
  return domain ? FAULTS.find((fault) => fault.name === name) : undefined;
}

/**
 * The user who signs in by a name on another domain: of a fault, or the test user. Any other name
 * is its own.
 */
export function canonicalUsername(username: string): string {
  const fault = faultOf(username);
  if (fault !== undefined) return faultUsername(fault);
  const [name, domain] = username.toLowerCase().split('@');
  return domain && name === TEST_USER.username.split('@')[0] ? TEST_USER.username : username;
}
