/**
 * Fault credentials: users of the sandbox whose sign-in, session or refresh fails in one documented
 * way. Their password is that of the test user, and they exist on every domain. A domain that was
 * not used before starts with unused attempt counters.
 */

import { type ErrorCode, errorRow } from '../contract/errors/index.ts';
import type { GatewayResponseType } from '../contract/gateway.ts';
import { ATTEMPTS } from '../contract/limits.ts';
import type { RouteName } from '../contract/routes/index.ts';
import { TEST_USER } from '../contract/test-user.ts';

/** The code that the users with a second factor enter. Every other code is wrong. */
export const RIGHT_CODE = '123456';

/** A step that follows the password. */
export interface FaultStep {
  challenge: string;
  parameters: Readonly<Record<string, string>>;
  /** The only right answer. Defaults to every answer. */
  right?: string;
  /** The exception for a wrong answer. */
  refusal?: { exception: string; message: string };
}

/** How Cognito fails: a broken response, an exception, or further steps instead of tokens. */
export type UpstreamFault =
  | { transport: 'reset' | 'no-response' | 'html' | 'empty-object' }
  | { exception: string; message: string; status?: number }
  | { steps: readonly FaultStep[] };

/**
 * How the session row differs when it is created: rejected, not validated yet, expired, from a
 * sign-in an hour ago, or with a code for a new address that was mailed long ago.
 */
type SessionFault = 'rejected' | 'unvalidated' | 'expired' | 'old-sign-in' | 'old-code';

/** How the gateway fails: it answers without the function, or it stops waiting for the function. */
type GatewayFault = { response: GatewayResponseType } | { timeoutMs: number };

export interface Fault {
  /** Local part of the username. */
  name: string;
  /** One line without a full stop: what happens. */
  description: string;
  /** The route that returns the error. Routes other than login need a login first. */
  route: Extract<
    RouteName,
    'login' | 'challenge' | 'refresh' | 'session' | 'deleteAccount' | 'changeEmail' | 'confirmEmail'
  >;
  /** The body of that request. */
  body?: object;
  /** Requests between the login and that one. */
  before?: readonly { route: Fault['route']; body: object }[];
  code: ErrorCode;
  /** Applies to a sign-in with the right password. */
  signIn?: UpstreamFault;
  /** Applies when a refresh validates the session at Cognito. */
  refresh?: UpstreamFault;
  /** Applies when the user confirms a new e-mail address. */
  confirmation?: UpstreamFault;
  session?: SessionFault;
  gateway?: GatewayFault;
  /** Number of wrong passwords that must precede the request. Defaults to none. */
  wrongPasswords?: number;
  /** Whether a sign-in that succeeds must precede them, so that the device is known. */
  signsInFirst?: true;
}

const failWith = (exception: string, message: string): UpstreamFault => ({ exception, message });

/** A step whose answer is {@link RIGHT_CODE}. */
const codeStep = (
  challenge: string,
  parameters: Readonly<Record<string, string>> = {},
): FaultStep => ({
  challenge,
  parameters,
  right: RIGHT_CODE,
  refusal: { exception: 'CodeMismatchException', message: 'Invalid code received for user' },
});
const SENT_BY_SMS = {
  CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
  CODE_DELIVERY_DESTINATION: '+*******1234',
};

/**
 * The time-out of the gateway for the user `stuck`. It must end before the time-out of the Cognito
 * client. The time-out of a deployed gateway is `TIMEOUTS.gateway`.
 */
const SHORT_GATEWAY_TIMEOUT_MS = 1_000;

const SIGN_IN_FAULTS: readonly Omit<Fault, 'route'>[] = [
  {
    name: 'unavailable',
    description: 'Cognito closes the connection without a response',
    code: 'BAD_GATEWAY',
    signIn: { transport: 'reset' },
  },
  {
    name: 'garbled',
    description: 'Cognito responds with an HTML page',
    code: 'BAD_GATEWAY',
    signIn: { transport: 'html' },
  },
  {
    name: 'empty',
    description: 'Cognito responds with an empty object',
    code: 'BAD_GATEWAY',
    signIn: { transport: 'empty-object' },
  },
  {
    name: 'slow',
    description: 'Cognito never responds, and the service times out',
    code: 'BAD_GATEWAY',
    signIn: { transport: 'no-response' },
  },
  {
    name: 'failing',
    description: 'Cognito reports an internal error',
    code: 'BAD_GATEWAY',
    signIn: { exception: 'InternalErrorException', message: 'Internal server error', status: 500 },
  },
  {
    name: 'lambda',
    description: 'A Lambda trigger of the user pool cannot be run',
    code: 'BAD_GATEWAY',
    signIn: failWith(
      'UnexpectedLambdaException',
      'PreAuthentication invocation failed due to error AccessDeniedException.',
    ),
  },
  {
    name: 'throttled',
    description: 'Cognito throttles the request',
    code: 'SERVICE_UNAVAILABLE',
    signIn: failWith('TooManyRequestsException', 'Too many requests'),
  },
  {
    name: 'misconfigured',
    description: 'The app client does not exist',
    code: 'INTERNAL_ERROR',
    signIn: failWith('ResourceNotFoundException', 'User pool client does not exist.'),
  },
  {
    name: 'locked',
    description:
      'Cognito has locked the user after too many wrong passwords, which a new device does not learn',
    code: 'INVALID_CREDENTIALS',
    signIn: failWith('NotAuthorizedException', 'Password attempts exceeded'),
  },
  {
    name: 'disabled',
    description: 'An administrator has disabled the user, which the response does not reveal',
    code: 'INVALID_CREDENTIALS',
    signIn: failWith('NotAuthorizedException', 'User is disabled.'),
  },
  {
    name: 'unconfirmed',
    description: 'The user has not confirmed the account, which the response does not reveal',
    code: 'INVALID_CREDENTIALS',
    signIn: failWith('UserNotConfirmedException', 'User is not confirmed.'),
  },
  {
    name: 'reset',
    description: 'The user must reset the password, which the response does not reveal',
    code: 'INVALID_CREDENTIALS',
    signIn: failWith('PasswordResetRequiredException', 'Password reset required for the user'),
  },
  {
    name: 'mfa',
    description: `The user must enter a code from an authenticator app: ${RIGHT_CODE}`,
    code: 'CHALLENGE_REQUIRED',
    signIn: { steps: [codeStep('SOFTWARE_TOKEN_MFA', { FRIENDLY_DEVICE_NAME: 'Phone' })] },
  },
  {
    name: 'newpassword',
    description: 'The user has a temporary password and must choose a new one',
    code: 'CHALLENGE_REQUIRED',
    signIn: {
      steps: [
        {
          challenge: 'NEW_PASSWORD_REQUIRED',
          parameters: { requiredAttributes: '[]', userAttributes: '{}' },
        },
      ],
    },
  },
  {
    name: 'mfachoice',
    description: `The user must choose a second factor, then enter the code ${RIGHT_CODE}`,
    code: 'CHALLENGE_REQUIRED',
    signIn: {
      steps: [
        {
          challenge: 'SELECT_MFA_TYPE',
          parameters: { MFAS_CAN_CHOOSE: '["SMS_MFA"]' },
        },
        codeStep('SMS_MFA', SENT_BY_SMS),
      ],
    },
  },
  {
    name: 'mfasetup',
    description: `The user must set up an authenticator app, and enter the code ${RIGHT_CODE}`,
    code: 'CHALLENGE_REQUIRED',
    signIn: { steps: [codeStep('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' })] },
  },
  {
    name: 'captcha',
    description: 'After several wrong passwords, the sign-in needs a CAPTCHA',
    code: 'CAPTCHA_REQUIRED',
    wrongPasswords: ATTEMPTS.captchaAfter.accountAndNetwork,
  },
  {
    name: 'device',
    description: 'After several wrong passwords, even a device that has signed in before must wait',
    code: 'TOO_MANY_REQUESTS',
    signsInFirst: true,
    wrongPasswords: ATTEMPTS.devices.inARow,
  },
  {
    name: 'database',
    description: 'The database rejects the new session',
    code: 'INTERNAL_ERROR',
    session: 'rejected',
  },
  {
    name: 'firewall',
    description: 'The firewall blocks the request',
    code: 'FORBIDDEN',
    gateway: { response: 'WAF_FILTERED' },
  },
  {
    name: 'busy',
    description: 'The gateway throttles the request',
    code: 'TOO_MANY_REQUESTS',
    gateway: { response: 'THROTTLED' },
  },
  {
    name: 'crash',
    description: 'The function crashes',
    code: 'INTERNAL_ERROR',
    gateway: { response: 'DEFAULT_5XX' },
  },
  {
    name: 'stuck',
    description: 'Cognito never responds, and the gateway times out first',
    code: 'GATEWAY_TIMEOUT',
    signIn: { transport: 'no-response' },
    gateway: { timeoutMs: SHORT_GATEWAY_TIMEOUT_MS },
  },
];

/**
 * These users sign in. Their sessions are stored as never validated, so that the first refresh
 * calls Cognito.
 */
const REFRESH_FAULTS: readonly Omit<Fault, 'route' | 'session'>[] = [
  {
    name: 'revoked',
    description: 'Sign-in succeeds, but Cognito has revoked the token at the first refresh',
    code: 'INVALID_REFRESH_TOKEN',
    refresh: failWith('NotAuthorizedException', 'Refresh Token has been revoked'),
  },
  {
    name: 'disabled-later',
    description: 'Sign-in succeeds, but the user is disabled at the first refresh',
    code: 'INVALID_REFRESH_TOKEN',
    refresh: failWith('NotAuthorizedException', 'User is disabled.'),
  },
  {
    name: 'reset-later',
    description: 'Sign-in succeeds, but the user must reset the password at the first refresh',
    code: 'PASSWORD_RESET_REQUIRED',
    refresh: failWith('PasswordResetRequiredException', 'Password reset required for the user'),
  },
  {
    name: 'unconfirmed-later',
    description: 'Sign-in succeeds, but the user is no longer confirmed at the first refresh',
    code: 'USER_NOT_CONFIRMED',
    refresh: failWith('UserNotConfirmedException', 'User is not confirmed.'),
  },
  {
    name: 'outage-later',
    description: 'Sign-in succeeds, but refreshes cannot reach Cognito (the session remains valid)',
    code: 'BAD_GATEWAY',
    refresh: { transport: 'reset' },
  },
  {
    name: 'throttled-later',
    description: 'Sign-in succeeds, but Cognito throttles refreshes (the session remains valid)',
    code: 'SERVICE_UNAVAILABLE',
    refresh: failWith('TooManyRequestsException', 'Too many requests'),
  },
];

/** Signing in needs a code that is never right. */
const CHALLENGE_FAULTS: readonly Fault[] = [
  {
    name: 'codeexpired',
    description: 'The user must enter a code sent by SMS, but it has expired',
    route: 'challenge',
    body: { challenge_token: '{challenge_token}', code: RIGHT_CODE },
    code: 'CODE_EXPIRED',
    signIn: {
      steps: [
        {
          challenge: 'SMS_MFA',
          parameters: SENT_BY_SMS,
          right: '',
          refusal: {
            exception: 'ExpiredCodeException',
            message: 'Invalid code provided, please request a code again.',
          },
        },
      ],
    },
  },
];

const EXPIRED_SESSION_FAULTS: readonly Fault[] = [
  {
    name: 'expired',
    description: 'Sign-in succeeds, but the session has already expired',
    route: 'refresh',
    code: 'INVALID_REFRESH_TOKEN',
    session: 'expired',
  },
  {
    name: 'ended',
    description: 'Sign-in succeeds, but the session has ended before its JWT expires',
    route: 'session',
    code: 'INVALID_TOKEN',
    session: 'expired',
  },
];

const ACCOUNT_FAULTS: readonly Fault[] = [
  {
    name: 'old-sign-in',
    description: 'Sign-in succeeds, but counts as an hour old, so that it must be confirmed',
    // The first sign-in creates the user, whose events end sessions that are older than them.
    signsInFirst: true,
    route: 'deleteAccount',
    code: 'REAUTHENTICATION_REQUIRED',
    session: 'old-sign-in',
  },
  {
    name: 'old-code',
    description: 'The code for a new e-mail address was mailed too long ago',
    route: 'confirmEmail',
    body: { code: '123456ABCDEFGH' },
    code: 'CODE_EXPIRED',
    session: 'old-code',
  },
  {
    name: 'taken-address',
    description: 'Another user takes the new e-mail address before its code comes back',
    before: [{ route: 'changeEmail', body: { email: 'new-address@{domain}' } }],
    route: 'confirmEmail',
    body: { code: '{code}' },
    code: 'CONFLICT',
    confirmation: failWith(
      'AliasExistsException',
      'An account with the given email already exists.',
    ),
  },
];

export const FAULTS: readonly Fault[] = [
  ...SIGN_IN_FAULTS.map((fault) => ({ ...fault, route: 'login' as const })),
  ...REFRESH_FAULTS.map((fault) => ({
    ...fault,
    route: 'refresh' as const,
    session: 'unvalidated' as const,
  })),
  ...CHALLENGE_FAULTS,
  ...EXPIRED_SESSION_FAULTS,
  ...ACCOUNT_FAULTS,
];

const DOMAIN = TEST_USER.username.slice(TEST_USER.username.indexOf('@') + 1);

/** The username that documents show. It exists in the user pool if the fault needs a sign-in. */
export const faultUsername = ({ name }: Pick<Fault, 'name'>): string => `${name}@${DOMAIN}`;

/** The HTTP status of a fault, from the error table. */
export const faultStatus = ({ code }: Fault): number => errorRow(code).status;

/** Finds the fault that a username stands for, on any domain. Ignores case. */
export function findFault(username: string): Fault | undefined {
  const [name, domain] = username.toLowerCase().split('@');
  return domain ? FAULTS.find((fault) => fault.name === name) : undefined;
}

/**
 * Replaces the domain in the username of a fault or of the test user by the domain of the user
 * pool. Returns any other username unchanged.
 */
export function canonicalUsername(username: string): string {
  const fault = findFault(username);
  if (fault !== undefined) return faultUsername(fault);
  const [name, domain] = username.toLowerCase().split('@');
  return domain && name === TEST_USER.username.split('@')[0] ? TEST_USER.username : username;
}
