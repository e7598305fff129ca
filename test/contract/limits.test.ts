/** The limits must agree with the published page and with the quotas of AWS. */

import { describe, expect, test } from '@jest/globals';
import {
  ATTEMPTS,
  CLAIMS,
  COGNITO_QUOTA,
  FIREWALL,
  GATEWAY_QUOTA,
  KEYRING,
  REQUEST,
  SESSION,
  TIMEOUTS,
} from '../../contract/limits.ts';
import { ROUTES } from '../../contract/routes/index.ts';

const DAY = 86_400;
test('a session JWT is valid for 15 days and a session for 30 days, as published', () => {
  expect(SESSION.jwtLifetime).toBe(1_296_000);
  expect(SESSION.lifetime).toBe(30 * DAY);
});

describe('time', () => {
  test('a client that retries as published stays within the successor window', () => {
    // Three tries that each take as long as a function may, and a back-off of 1, 2 and 4 s, each
    // with 1 s of jitter.
    expect(3 * TIMEOUTS.function + 1 + 2 + 4 + 3).toBeLessThanOrEqual(SESSION.successorWindow);
  });
  test('the longest login ends before its function times out, and that before the gateway', () => {
    const { secrets, database, cognitoMs, beforeFunctionEndsMs } = TIMEOUTS;
    const inSequence =
      2 * secrets.deadlineMs + database.deadlineMs + cognitoMs + database.deadlineMs;
    expect(inSequence).toBeLessThan(TIMEOUTS.function * 1_000 - beforeFunctionEndsMs);
    expect(TIMEOUTS.function).toBeLessThan(TIMEOUTS.gateway);
    expect(TIMEOUTS.gateway).toBe(29);
  });
  test('a call of DynamoDB or Secrets Manager ends after 3.3 s, and has time for all tries', () => {
    for (const { tries, tryMs, deadlineMs } of [TIMEOUTS.database, TIMEOUTS.secrets]) {
      expect(deadlineMs).toBe(3_300);
      // The SDK waits 100 ms and 200 ms between the tries.
      expect(tries * tryMs + 100 + 200).toBeLessThan(deadlineMs);
    }
  });
  test('the authorizer ends after its calls, and well before API Gateway gives up', () => {
    const { secrets, database, authorizerMs } = TIMEOUTS;
    expect(secrets.deadlineMs + database.deadlineMs).toBeLessThan(authorizerMs);
    expect(authorizerMs).toBeLessThan(10_000);
  });
  test('the time-out of a connection is shorter than that of its call', () => {
    for (const { tryMs } of [TIMEOUTS.database, TIMEOUTS.secrets]) {
      expect(TIMEOUTS.connectMs).toBeLessThan(tryMs);
    }
    expect(TIMEOUTS.connectMs).toBeLessThan(TIMEOUTS.cognitoMs);
  });
});

describe('keys', () => {
  test('a new key signs after the caches of all functions contain it', () =>
    expect(KEYRING.activateAfter).toBeGreaterThanOrEqual(2 * KEYRING.cache));
  test('a retired key is kept as long as anything that it signed is valid', () =>
    expect(KEYRING.keepRetired).toBeGreaterThanOrEqual(
      Math.max(SESSION.lifetime, SESSION.jwtLifetime),
    ));
  test('a key is active before the next rotation', () =>
    expect(KEYRING.rotateAfterDays * DAY).toBeGreaterThan(KEYRING.activateAfter));
});

describe('sizes', () => {
  test('the largest login that the schema accepts fits into a body', () => {
    const bytesPerCharacter = 3; // the maximum of UTF-8 for one UTF-16 code unit
    expect(
      (REQUEST.usernameLength + REQUEST.passwordLength) * bytesPerCharacter + REQUEST.captchaLength,
    ).toBeLessThan(REQUEST.bodyBytes);
  });
  test('the claims fit into an Authorization header that API Gateway accepts', () => {
    expect((CLAIMS.groupsBytes + CLAIMS.emailLength * 2) * (4 / 3)).toBeLessThan(
      REQUEST.headerLength,
    );
    expect(REQUEST.headerLength).toBeLessThan(10_240);
  });
});

describe('abuse', () => {
  test('strangers meet a CAPTCHA, then a 429, both before Cognito locks the account', () => {
    expect(ATTEMPTS.captchaAfter.accountAndNetwork).toBeLessThan(ATTEMPTS.strangers.inARow);
    expect(ATTEMPTS.strangers.inARow).toBeLessThan(ATTEMPTS.lockout.failures);
  });
  test('an account allows at most 100 failures in a row (NIST SP 800-63B)', () =>
    expect(ATTEMPTS.strangers.inTotal).toBeLessThanOrEqual(100));
  test.each(['login', 'refresh'] as const)(
    'junk needs many times the quota of Cognito to use up the throttle of %s',
    (name) => {
      const { rate, burst } = ROUTES[name].throttle;
      expect(Math.min(rate, burst)).toBeGreaterThanOrEqual(5 * COGNITO_QUOTA);
    },
  );
  test.each(Object.entries(ROUTES))('a dozen addresses cannot use up %s', (name, { throttle }) => {
    const limits: Readonly<Record<string, number>> = FIREWALL.limits;
    const limit = limits[name] ?? FIREWALL.limits.other;
    expect(throttle.rate * FIREWALL.window).toBeGreaterThanOrEqual(12 * limit);
  });
  test('all routes together fit into the quota of API Gateway', () => {
    const throttles = Object.values(ROUTES).map(({ throttle }) => throttle);
    const sumOf = (limit: 'rate' | 'burst') =>
      throttles.reduce((sum, throttle) => sum + throttle[limit], 0);
    expect(sumOf('rate')).toBeLessThanOrEqual(GATEWAY_QUOTA.rate);
    expect(sumOf('burst')).toBeLessThanOrEqual(GATEWAY_QUOTA.burst);
  });
});
