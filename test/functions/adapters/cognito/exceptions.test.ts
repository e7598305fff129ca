import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { ERROR_CODES, errorRow } from '../../../../contract/errors/index.ts';
import { ROUTES } from '../../../../contract/routes/index.ts';
import {
  ANSWER_OVERRIDES,
  AUTHENTICATOR_OVERRIDES,
} from '../../../../functions/adapters/cognito/challenge-answers.ts';
import { CODE_OUTCOMES } from '../../../../functions/adapters/cognito/code-outcomes.ts';
import {
  exceptionNameOf,
  MEANINGS,
  meaningOf,
  type Overrides,
} from '../../../../functions/adapters/cognito/exceptions.ts';
import { MAIL_OUTCOMES } from '../../../../functions/adapters/cognito/mail-outcomes.ts';
import { REFRESH_OVERRIDES } from '../../../../functions/adapters/cognito/refresh-tokens.ts';
import { SIGN_IN_OVERRIDES } from '../../../../functions/adapters/cognito/sign-in.ts';

const CALLS: Readonly<Record<'signIn' | 'revalidate' | 'revoke', Overrides>> = {
  signIn: SIGN_IN_OVERRIDES,
  revalidate: REFRESH_OVERRIDES,
  revoke: {},
};

/** Reads the exceptions of a command from the installed type declarations of the SDK. */
function readDeclared(command: string): string[] {
  const entry = fileURLToPath(import.meta.resolve('@aws-sdk/client-cognito-identity-provider'));
  const folder = entry.slice(0, entry.lastIndexOf('/dist-'));
  const source = readFileSync(`${folder}/dist-types/commands/${command}.d.ts`, 'utf8');
  const names = [...source.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name = '']) => name);
  // The base class of all exceptions is not an exception of its own.
  return names.filter((name) => name !== 'CognitoIdentityProviderServiceException');
}

describe('every exception that the SDK declares has a default meaning', () => {
  const calls: Record<string, number> = {
    InitiateAuthCommand: 19,
    RespondToAuthChallengeCommand: 24,
    AssociateSoftwareTokenCommand: 8,
    VerifySoftwareTokenCommand: 14,
    RevokeTokenCommand: 8,
    ChangePasswordCommand: 13,
    UpdateUserAttributesCommand: 20,
    VerifyUserAttributeCommand: 13,
    DeleteUserCommand: 10,
    SignUpCommand: 15,
    ConfirmSignUpCommand: 13,
    ResendConfirmationCodeCommand: 13,
    ForgotPasswordCommand: 13,
    ConfirmForgotPasswordCommand: 15,
    AdminGetUserCommand: 6,
    AdminGetUserAuthFactorsCommand: 6,
    GetUserAuthFactorsCommand: 6,
    SetUserMFAPreferenceCommand: 9,
    AdminSetUserPasswordCommand: 7,
    AdminUpdateUserAttributesCommand: 13,
  };
  for (const [command, atLeast] of Object.entries(calls)) {
    test(`${command}: finds the declarations`, () =>
      expect(readDeclared(command).length).toBeGreaterThanOrEqual(atLeast));
    test.each(readDeclared(command).filter((name) => name !== 'NotAuthorizedException'))(
      `${command}: %s`,
      (name) => {
        expect(Object.keys(MEANINGS)).toContain(name);
      },
    );
  }
});

const createError = (name: string, message = 'text') => Object.assign(new Error(message), { name });

const exceptions: Record<string, [signIn: string, revalidate: string, revoke: string]> = {
  UserNotConfirmedException: ['INVALID_CREDENTIALS', 'USER_NOT_CONFIRMED', 'INTERNAL_ERROR'],
  PasswordResetRequiredException: [
    'INVALID_CREDENTIALS',
    'PASSWORD_RESET_REQUIRED',
    'INTERNAL_ERROR',
  ],
  UserNotFoundException: ['INVALID_CREDENTIALS', 'INVALID_REFRESH_TOKEN', 'INTERNAL_ERROR'],
  TooManyRequestsException: ['SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE'],
  LimitExceededException: ['SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE'],
  InternalErrorException: ['BAD_GATEWAY', 'BAD_GATEWAY', 'BAD_GATEWAY'],
  InvalidLambdaResponseException: ['BAD_GATEWAY', 'BAD_GATEWAY', 'BAD_GATEWAY'],
  UnexpectedLambdaException: ['BAD_GATEWAY', 'BAD_GATEWAY', 'BAD_GATEWAY'],
  UserLambdaValidationException: ['INVALID_CREDENTIALS', 'BAD_GATEWAY', 'BAD_GATEWAY'],
  ResourceNotFoundException: ['INTERNAL_ERROR', 'INTERNAL_ERROR', 'INTERNAL_ERROR'],
  InvalidParameterException: ['INTERNAL_ERROR', 'INTERNAL_ERROR', 'INTERNAL_ERROR'],
  InvalidUserPoolConfigurationException: ['INTERNAL_ERROR', 'INTERNAL_ERROR', 'INTERNAL_ERROR'],
  ForbiddenException: ['INTERNAL_ERROR', 'INTERNAL_ERROR', 'INTERNAL_ERROR'],
  UnauthorizedException: ['INTERNAL_ERROR', 'INTERNAL_ERROR', 'INTERNAL_ERROR'],
  SomethingNewException: ['BAD_GATEWAY', 'BAD_GATEWAY', 'BAD_GATEWAY'],
  TimeoutError: ['BAD_GATEWAY', 'BAD_GATEWAY', 'BAD_GATEWAY'],
  AbortError: ['BAD_GATEWAY', 'BAD_GATEWAY', 'BAD_GATEWAY'],
  SyntaxError: ['BAD_GATEWAY', 'BAD_GATEWAY', 'BAD_GATEWAY'],
};
test.each(Object.entries(exceptions))('%s has the right meaning for each call', (name, codes) => {
  const error = createError(name);
  expect(Object.values(CALLS).map((overrides) => meaningOf(error, overrides))).toEqual(codes);
});

test.each(['__proto__', 'constructor', 'toString'])(
  '%s, which every object has, is an unknown exception',
  (name) => {
    expect(meaningOf(createError(name), CALLS.signIn)).toBe('BAD_GATEWAY');
  },
);

/** Messages of Cognito. */
const refusals: Record<string, [signIn: string, revalidate: string]> = {
  'Incorrect username or password.': ['INVALID_CREDENTIALS', 'INTERNAL_ERROR'],
  'Unable to login because of security reasons': ['INVALID_CREDENTIALS', 'INTERNAL_ERROR'],
  'User is disabled.': ['INVALID_CREDENTIALS', 'INVALID_REFRESH_TOKEN'],
  'User does not exist.': ['INVALID_CREDENTIALS', 'INVALID_REFRESH_TOKEN'],
  'Temporary password has expired and must be reset by an administrator.': [
    'INVALID_CREDENTIALS',
    'INTERNAL_ERROR',
  ],
  'User account has expired, it must be reset by an administrator.': [
    'INVALID_CREDENTIALS',
    'INTERNAL_ERROR',
  ],
  'Password attempts exceeded': ['TOO_MANY_REQUESTS', 'INTERNAL_ERROR'],
  'Invalid Refresh Token': ['INTERNAL_ERROR', 'INVALID_REFRESH_TOKEN'],
  'Refresh Token has been revoked': ['INTERNAL_ERROR', 'INVALID_REFRESH_TOKEN'],
  'Refresh Token has expired': ['INTERNAL_ERROR', 'INVALID_REFRESH_TOKEN'],
  'Unable to verify secret hash for client 3abc': ['INTERNAL_ERROR', 'INTERNAL_ERROR'],
  'SecretHash does not match for the client: 3abc': ['INTERNAL_ERROR', 'INTERNAL_ERROR'],
  'Client 3abc is configured with secret but SECRET_HASH was not received': [
    'INTERNAL_ERROR',
    'INTERNAL_ERROR',
  ],
  'A sentence that nobody has read yet': ['BAD_GATEWAY', 'INTERNAL_ERROR'],
  '': ['BAD_GATEWAY', 'INTERNAL_ERROR'],
};
test.each(Object.entries(refusals))('NotAuthorizedException: %j', (message, codes) => {
  const error = createError('NotAuthorizedException', message);
  expect([meaningOf(error, CALLS.signIn), meaningOf(error, CALLS.revalidate)]).toEqual(codes);
});

test.each([undefined, null, 'text', 5, {}])(
  '%p, which is not an error, is BAD_GATEWAY',
  (value) => {
    expect(meaningOf(value, CALLS.signIn)).toBe('BAD_GATEWAY');
  },
);

/** What an answer to a challenge means: a code that was sent, and a code of an authenticator app. */
const answers: Record<string, [sent: string, authenticator: string]> = {
  CodeMismatchException: ['INVALID_CODE', 'INVALID_CODE'],
  EnableSoftwareTokenMFAException: ['INVALID_CODE', 'INVALID_CODE'],
  ExpiredCodeException: ['CODE_EXPIRED', 'INVALID_CODE'],
  InvalidPasswordException: ['PASSWORD_REJECTED', 'PASSWORD_REJECTED'],
  PasswordHistoryPolicyViolationException: ['PASSWORD_REJECTED', 'PASSWORD_REJECTED'],
  SoftwareTokenMFANotFoundException: ['INVALID_CHALLENGE', 'INVALID_CHALLENGE'],
  MFAMethodNotFoundException: ['INVALID_CHALLENGE', 'INVALID_CHALLENGE'],
  UserNotFoundException: ['INVALID_CHALLENGE', 'INVALID_CHALLENGE'],
  PasswordResetRequiredException: ['INVALID_CHALLENGE', 'INVALID_CHALLENGE'],
  UserNotConfirmedException: ['INVALID_CHALLENGE', 'INVALID_CHALLENGE'],
  ConcurrentModificationException: ['SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE'],
  TooManyRequestsException: ['SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE'],
  InternalErrorException: ['BAD_GATEWAY', 'BAD_GATEWAY'],
  InvalidParameterException: ['INTERNAL_ERROR', 'INTERNAL_ERROR'],
};
test.each(Object.entries(answers))('%s in answer to a challenge', (name, codes) => {
  const error = createError(name);
  expect([meaningOf(error, ANSWER_OVERRIDES), meaningOf(error, AUTHENTICATOR_OVERRIDES)]).toEqual(
    codes,
  );
});

test.each([
  ['Invalid session for the user.', 'INVALID_CHALLENGE'],
  ['Invalid session for the user, session is expired.', 'INVALID_CHALLENGE'],
  ['Invalid session for the user, session can only be used once.', 'INVALID_CHALLENGE'],
  ['User is disabled.', 'INVALID_CHALLENGE'],
  ['Password attempts exceeded', 'TOO_MANY_REQUESTS'],
  ['A sentence that nobody has read yet', 'BAD_GATEWAY'],
])('NotAuthorizedException in answer to a challenge: %j', (message, code) => {
  expect(meaningOf(createError('NotAuthorizedException', message), ANSWER_OVERRIDES)).toBe(code);
});

describe('disclosure', () => {
  const signIn = Object.values({ ...MEANINGS, ...SIGN_IN_OVERRIDES });
  const revalidate = Object.values({ ...MEANINGS, ...REFRESH_OVERRIDES });

  test('a sign-in never reveals that an account exists, or its state', () => {
    const codes: readonly string[] = signIn;
    expect(
      codes.filter((code) =>
        ['USER_NOT_CONFIRMED', 'PASSWORD_RESET_REQUIRED', 'NOT_FOUND'].includes(code),
      ),
    ).toEqual([]);
  });
  test('each call returns only codes that its route declares', () => {
    const common = ['INTERNAL_ERROR', 'TOO_MANY_REQUESTS'];
    for (const code of signIn) expect([...ROUTES.login.codes, ...common]).toContain(code);
    const answer = Object.values({ ...MEANINGS, ...ANSWER_OVERRIDES });
    for (const code of answer) expect([...ROUTES.challenge.codes, ...common]).toContain(code);
    for (const code of revalidate) expect([...ROUTES.refresh.codes, ...common]).toContain(code);
  });
  test('a revalidation ends a session exactly for the codes that clear the cookie', () => {
    const clearing = ERROR_CODES.filter((code) => errorRow(code).clearsCookie);
    expect(new Set(revalidate.filter((code) => errorRow(code).status < 500))).toEqual(
      new Set(clearing),
    );
  });
});

describe('the calls of the mail door', () => {
  const states = [
    'UserNotFoundException',
    'UserNotConfirmedException',
    'UserDisabled',
    'UserUnknown',
    'AccountExpired',
    'PasswordResetRequiredException',
    'InvalidParameterException',
    'AlreadyConfirmed',
    'AliasExistsException',
    'LimitExceededException',
    'TooManyFailedAttemptsException',
    'UnknownRefusal',
  ] as const;
  const ofTriggers = [
    'CodeDeliveryFailureException',
    'InvalidLambdaResponseException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
  ] as const;

  test('no state of a user and no trigger changes the answer to a request for a mail', () => {
    for (const name of [...states, ...ofTriggers]) expect(MAIL_OUTCOMES).toHaveProperty(name);
  });
  test('no state of a user changes the answer to a code', () => {
    for (const name of states) expect(CODE_OUTCOMES).toHaveProperty(name);
  });
  test('a mistake of this service is none of the user', () => {
    for (const outcomes of [MAIL_OUTCOMES, CODE_OUTCOMES]) {
      for (const name of [
        'SecretHashRejected',
        'SignUpNotPermitted',
        'ResourceNotFoundException',
        'TooManyRequestsException',
        'InternalErrorException',
      ]) {
        expect(outcomes).not.toHaveProperty(name);
      }
    }
  });
  test.each([
    ['InvalidParameterException', 'User is already confirmed.', 'AlreadyConfirmed'],
    ['InvalidParameterException', 'Invalid email address format.', 'InvalidParameterException'],
    [
      'NotAuthorizedException',
      'User cannot be confirmed. Current status is CONFIRMED',
      'UnknownRefusal',
    ],
    ['NotAuthorizedException', 'SignUp is not permitted for this user pool', 'SignUpNotPermitted'],
    ['TimeoutError', '', undefined],
  ])('%s %j is %s', (name, message, expected) => {
    expect(exceptionNameOf(createError(name, message))).toBe(expected);
  });
});
