import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { ERROR_CODES, errorRow } from '../../../../contract/errors/index.ts';
import { ROUTES } from '../../../../contract/routes/index.ts';
import {
  type Call,
  codeOf,
  EXCEPTIONS,
  NOT_AUTHORIZED,
} from '../../../../functions/adapters/cognito/exceptions.ts';

/** The exceptions that the SDK declares for a command, out of the installed declarations. */
function declared(command: string): string[] {
  const entry = fileURLToPath(import.meta.resolve('@aws-sdk/client-cognito-identity-provider'));
  const folder = entry.slice(0, entry.lastIndexOf('/dist-'));
  const source = readFileSync(`${folder}/dist-types/commands/${command}.d.ts`, 'utf8');
  const names = [...source.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'CognitoIdentityProviderServiceException'); // the base of all of them
}

describe('every exception that the SDK declares has a row', () => {
  const calls: Record<string, number> = { InitiateAuthCommand: 19, RevokeTokenCommand: 8 };
  for (const [command, atLeast] of Object.entries(calls)) {
    test(`${command}: the declarations were found`, () =>
      expect(declared(command).length).toBeGreaterThanOrEqual(atLeast));
    test.each(declared(command).filter((name) => name !== 'NotAuthorizedException'))(
      `${command}: %s`,
      (name) => {
        expect(Object.keys(EXCEPTIONS)).toContain(name);
      },
    );
  }
});

const thrown = (name: string, message = 'text') => Object.assign(new Error(message), { name });

const exceptions: Record<string, [signIn: string, revalidate: string, revoke: string]> = {
  UserNotConfirmedException: ['INVALID_CREDENTIALS', 'USER_NOT_CONFIRMED', 'INTERNAL_ERROR'],
  PasswordResetRequiredException: [
    'INVALID_CREDENTIALS',
    'PASSWORD_RESET_REQUIRED',
    'INTERNAL_ERROR',
  ],
  UserNotFoundException: ['INVALID_CREDENTIALS', 'INVALID_REFRESH_TOKEN', 'INTERNAL_ERROR'],
  TooManyRequestsException: ['SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE'],
  LimitExceededException: ['TOO_MANY_REQUESTS', 'SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE'],
  InternalErrorException: ['BAD_GATEWAY', 'BAD_GATEWAY', 'BAD_GATEWAY'],
  InvalidLambdaResponseException: ['BAD_GATEWAY', 'BAD_GATEWAY', 'BAD_GATEWAY'],
  UnexpectedLambdaException: ['BAD_GATEWAY', 'BAD_GATEWAY', 'BAD_GATEWAY'],
  UserLambdaValidationException: ['BAD_GATEWAY', 'BAD_GATEWAY', 'BAD_GATEWAY'],
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
const CALLS: readonly Call[] = ['signIn', 'revalidate', 'revoke'];
test.each(Object.entries(exceptions))('%s means what it does to each call', (name, codes) => {
  expect(CALLS.map((call) => codeOf(call, thrown(name)))).toEqual(codes);
});

test.each(['__proto__', 'constructor', 'toString'])(
  '%s, which every object has, is no row',
  (name) => {
    expect(codeOf('signIn', thrown(name))).toBe('BAD_GATEWAY');
  },
);

/** Sentences as Cognito says them. */
const refusals: Record<string, [signIn: string, revalidate: string]> = {
  'Incorrect username or password.': ['INVALID_CREDENTIALS', 'INTERNAL_ERROR'],
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
  const error = thrown('NotAuthorizedException', message);
  expect([codeOf('signIn', error), codeOf('revalidate', error)]).toEqual(codes);
});

test.each([undefined, null, 'text', 5, {}])(
  'what is no error (%p) is a fault between Cognito and us',
  (value) => {
    expect(codeOf('signIn', value)).toBe('BAD_GATEWAY');
  },
);

describe('what a stranger and a session’s holder are told', () => {
  const rows = [...Object.values(EXCEPTIONS), ...NOT_AUTHORIZED];
  test('a sign-in never tells that an account exists, or in which state it is', () => {
    const told = new Set(rows.map(({ signIn }) => signIn));
    expect(
      [...told].filter((code) =>
        ['USER_NOT_CONFIRMED', 'PASSWORD_RESET_REQUIRED', 'NOT_FOUND'].includes(code),
      ),
    ).toEqual([]);
  });
  test('each call answers only codes that its route documents', () => {
    const common = ['INTERNAL_ERROR', 'TOO_MANY_REQUESTS'];
    for (const { signIn, revalidate } of rows) {
      expect([...ROUTES.login.codes, ...common]).toContain(signIn);
      expect([...ROUTES.refresh.codes, ...common]).toContain(revalidate);
    }
  });
  test('a revalidation ends sessions only by codes that clear the cookie', () => {
    const ending = ERROR_CODES.filter((code) => errorRow(code).clearsCookie);
    expect(
      new Set(
        rows.map(({ revalidate }) => revalidate).filter((code) => errorRow(code).status < 500),
      ),
    ).toEqual(new Set(ending));
  });
});
