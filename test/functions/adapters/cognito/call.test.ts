import { InitiateAuthCommand, RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { callCognito } from '../../../../functions/adapters/cognito/call.ts';
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

  test('of a lockout has the longest lockout as its retryAfter', async () => {
    const { signIn } = rejectWith('NotAuthorizedException', 'Password attempts exceeded');
    expect(await catchFailure(signIn(USERNAME, PASSWORD))).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      options: { retryAfter: 900 },
    });
  });

  test('of any other kind has the retryAfter of its row', async () => {
    const { signIn } = rejectWith('TooManyRequestsException', 'Too many requests');
    expect(await catchFailure(signIn(USERNAME, PASSWORD))).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      options: { retryAfter: undefined },
    });
  });
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
