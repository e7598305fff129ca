import { InitiateAuthCommand, RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { callCognito } from '../../../../functions/adapters/cognito/call.ts';
import { NotSent } from '../../../../functions/core/login/sign-in.ts';
import { CLIENT_SECRET, signInOutput } from '../../../support/cognito.ts';
import { catchFailure } from '../../../support/failure.ts';
import { mockCognito, PASSWORD, USERNAME } from './mock-cognito.ts';

describe('the time limit', () => {
  test('applies to every call', async () => {
    const { mock, signIn, revalidate, revoke } = mockCognito();
    mock.on(InitiateAuthCommand).resolves(signInOutput()).on(RevokeTokenCommand).resolves({});
    await Promise.all([signIn(USERNAME, PASSWORD), revalidate(USERNAME, 'token'), revoke('token')]);
    for (const { args } of mock.calls()) {
      expect([...args].at(1)).toMatchObject({ abortSignal: expect.any(AbortSignal) });
    }
    expect(mock.calls()).toHaveLength(3);
  });

  test('aborts a call after `timeoutMs`, which is BAD_GATEWAY', async () => {
    let signal: AbortSignal | undefined;
    const neverAnswered = callCognito({ timeoutMs: 20, secrets: [] }, ({ abortSignal }) => {
      signal = abortSignal;
      return new Promise(() => {});
    });
    const failure = await catchFailure(neverAnswered);
    expect(failure).toMatchObject({ code: 'BAD_GATEWAY', cause: { name: 'TimeoutError' } });
    expect(signal?.aborted).toBe(true);
  });
});

describe('an exception', () => {
  const rejectWith = (name: string, message: string) => {
    const cognito = mockCognito();
    cognito.mock.onAnyCommand().rejects(Object.assign(new Error(message), { name }));
    return cognito;
  };

  test('is logged without the secrets of the request', async () => {
    const { signIn } = rejectWith(
      'InvalidParameterException',
      `1 validation error: ${PASSWORD} of ${USERNAME}`,
    );
    const { cause } = await catchFailure(signIn(USERNAME, PASSWORD));
    expect(String(cause)).toBe('InvalidParameterException: 1 validation error: *** of ***');

    const { revoke } = rejectWith(
      'InvalidParameterException',
      `token ${'t'.repeat(20)} secret ${CLIENT_SECRET}`,
    );
    expect(String((await catchFailure(revoke('t'.repeat(20)))).cause)).toBe(
      'InvalidParameterException: token *** secret ***',
    );
  });

  test.each([
    ['NotAuthorizedException', 'Password attempts exceeded', 'TOO_MANY_REQUESTS'],
    ['TooManyRequestsException', 'Too many requests', 'SERVICE_UNAVAILABLE'],
  ])('%s “%s” has no wait of its own, because Cognito names none', async (name, text, code) => {
    const { signIn } = rejectWith(name, text);
    const failure = await catchFailure(signIn(USERNAME, PASSWORD));
    expect(failure.code).toBe(code);
    expect(failure.options.retryAfter).toBeUndefined();
  });

  test.each(['ECONNREFUSED', 'EAI_AGAIN', 'ENOTFOUND'])(
    'of a connection that was never made (%s) has the cause NotSent',
    async (code) => {
      const { mock, signIn } = mockCognito();
      mock.on(InitiateAuthCommand).rejects(Object.assign(new Error('no connection'), { code }));
      const failure = await catchFailure(signIn(USERNAME, PASSWORD));
      expect(failure.code).toBe('BAD_GATEWAY');
      expect(failure.cause).toBeInstanceOf(NotSent);
    },
  );

  test.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT'])(
    'of a connection that broke (%s) has another cause: Cognito may have read the request',
    async (code) => {
      const { mock, signIn } = mockCognito();
      mock.on(InitiateAuthCommand).rejects(Object.assign(new Error('broken'), { code }));
      expect((await catchFailure(signIn(USERNAME, PASSWORD))).cause).not.toBeInstanceOf(NotSent);
    },
  );
});

test('if the client secret cannot be read, Cognito is not called', async () => {
  const { mock, signIn } = mockCognito({
    clientSecret: async () => {
      throw new Error('no secret');
    },
  });
  await expect(signIn(USERNAME, PASSWORD)).rejects.toThrow('no secret');
  expect(mock.calls()).toHaveLength(0);
});
