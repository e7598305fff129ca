import { expect, test } from '@jest/globals';
import { AuthError } from '../../../functions/core/error.ts';
import { explain } from '../../../operations/frame/explain.ts';

const errorOf = (name: string, message: string, code?: string) =>
  Object.assign(new Error(message), { name, ...(code && { code }) });

test.each([
  [
    new Error('Region is missing'),
    'The AWS region is missing. Set AWS_REGION, for example AWS_REGION=eu-west-1.',
  ],
  ...['CredentialsProviderError', 'TokenProviderError'].map(
    (name) =>
      [
        errorOf(name, 'Token is expired'),
        'AWS credentials cannot be loaded (Token is expired). Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      ] as const,
  ),
  ...[
    'ExpiredToken',
    'ExpiredTokenException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ].map(
    (name) =>
      [
        errorOf(name, 'The token is invalid.'),
        `AWS rejected the credentials (${name}: The token is invalid.). Renew them, and check them with: aws sts get-caller-identity`,
      ] as const,
  ),
  ...['AccessDenied', 'AccessDeniedException'].map(
    (name) =>
      [
        errorOf(name, 'User: jane is not authorized to perform: dynamodb:Query'),
        `${name}: User: jane is not authorized to perform: dynamodb:Query. Use credentials that have this permission.`,
      ] as const,
  ),
  [
    errorOf('ResourceNotFoundException', 'Requested resource not found'),
    'ResourceNotFoundException: Requested resource not found. Check its name, AWS_PROFILE and AWS_REGION.',
  ],
  ...['Throttling', 'ThrottlingException', 'TooManyRequestsException'].map(
    (name) =>
      [errorOf(name, 'Rate exceeded.'), `${name}: Rate exceeded. Try again in a minute.`] as const,
  ),
  [
    errorOf('Error', 'connect ECONNREFUSED 127.0.0.1:1'),
    'AWS cannot be reached (connect ECONNREFUSED 127.0.0.1:1). Check the network, AWS_REGION and AWS_ENDPOINT_URL.',
  ],
  [
    errorOf('AggregateError', '', 'ECONNREFUSED'),
    'AWS cannot be reached (ECONNREFUSED). Check the network, AWS_REGION and AWS_ENDPOINT_URL.',
  ],
  [
    errorOf('TimeoutError', 'Socket timed out'),
    'AWS cannot be reached (Socket timed out). Check the network, AWS_REGION and AWS_ENDPOINT_URL.',
  ],
  [
    errorOf('TypeError', 'Invalid URL', 'ERR_INVALID_URL'),
    'AWS_ENDPOINT_URL must be a URL, such as http://localhost:4566.',
  ],
  [
    errorOf('InvalidPasswordException', 'Password must have symbol characters'),
    'InvalidPasswordException: Password must have symbol characters',
  ],
])('%s is explained', (error, line) => {
  expect(explain(error)).toBe(line);
  expect(explain(new AuthError('INTERNAL_ERROR', { cause: error }))).toBe(line);
});

test('an AuthError without a cause is explained by its own message', () => {
  expect(explain(new AuthError('INVALID_TOKEN'))).toBe('AuthError: INVALID_TOKEN');
});
