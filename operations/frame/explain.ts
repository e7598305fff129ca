/** Turns a failure into one line for the operator: what is wrong, and what to do. */

import { AuthError } from '../../functions/core/error.ts';

/** Errors of Node and of the AWS SDK differ in what they have. */
interface Failure {
  name: string;
  message: string;
  code?: string;
}

interface Explanation {
  covers: (failure: Failure) => boolean;
  text: (failure: Failure) => string;
}

const hasName =
  (...names: readonly string[]) =>
  ({ name }: Failure): boolean =>
    names.includes(name);

const UNREACHABLE = /\b(?:ECONNREFUSED|ECONNRESET|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOTFOUND)\b/;

/** The first that covers a failure explains it. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    covers: ({ message }) => message === 'Region is missing',
    text: () => 'The AWS region is missing. Set AWS_REGION, for example AWS_REGION=eu-west-1.',
  },
  {
    covers: hasName('CredentialsProviderError', 'TokenProviderError'),
    text: ({ message }) =>
      `AWS credentials cannot be loaded (${message}). ` +
      'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  },
  {
    covers: hasName(
      'ExpiredToken',
      'ExpiredTokenException',
      'InvalidClientTokenId',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'UnrecognizedClientException',
    ),
    text: (failure) =>
      `AWS rejected the credentials (${nameAndMessage(failure)}). ` +
      'Renew them, and check them with: aws sts get-caller-identity',
  },
  {
    covers: hasName('AccessDenied', 'AccessDeniedException'),
    text: (failure) =>
      `${withPeriod(nameAndMessage(failure))} Use credentials that have this permission.`,
  },
  {
    covers: hasName('ResourceNotFoundException'),
    text: (failure) =>
      `${withPeriod(nameAndMessage(failure))} Check its name, AWS_PROFILE and AWS_REGION.`,
  },
  {
    covers: hasName('Throttling', 'ThrottlingException', 'TooManyRequestsException'),
    text: (failure) => `${withPeriod(nameAndMessage(failure))} Try again in a minute.`,
  },
  {
    covers: ({ name, message, code = '' }) =>
      ['AggregateError', 'TimeoutError'].includes(name) || UNREACHABLE.test(`${code} ${message}`),
    text: ({ name, message, code }) =>
      `AWS cannot be reached (${message || code || name}). ` +
      'Check the network, AWS_REGION and AWS_ENDPOINT_URL.',
  },
  {
    covers: ({ message }) => message === 'Invalid URL',
    text: () => 'AWS_ENDPOINT_URL must be a URL, such as http://localhost:4566.',
  },
];

/** An error's name, unless it is `Error`, and its message. */
const nameAndMessage = ({ name, message }: Failure): string =>
  name === 'Error' ? message : `${name}: ${message}`;

const withPeriod = (text: string): string => (text.endsWith('.') ? text : `${text}.`);

export const oneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, ' ');

/** @returns one line without a stack. */
export function explain(error: unknown): string {
  // The message of an AuthError is only its code; its cause is what failed here.
  if (error instanceof AuthError && error.cause !== undefined) return explain(error.cause);
  const { name = 'Error', message = String(error), code } = (error ?? {}) as Partial<Failure>;
  const failure = { name, message, ...(code !== undefined && { code }) };
  const { text = nameAndMessage } = EXPLANATIONS.find(({ covers }) => covers(failure)) ?? {};
  return oneLine(text(failure));
}
