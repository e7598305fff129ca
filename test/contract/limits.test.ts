/** The promises of the published page and of AWS, which the numbers must keep. */

import { describe, expect, test } from '@jest/globals';
import {
  ATTEMPTS,
  CLAIMS,
  COGNITO_QUOTA,
  KEYRING,
  REQUEST,
  SESSION,
  TIMEOUTS,
} from '../../contract/limits.ts';
import { ROUTES } from '../../contract/routes/index.ts';

const DAY = 86_400;
/** The SDK's own pauses between its tries included: up to 100, 200, … ms. */
const longest = ({ tries, tryMs }: { tries: number; tryMs: number }) =>
  tries * (tryMs + 100 * (tries - 1));

test('a session JWT lives fifteen days and a session thirty, as published', () => {
  expect(SESSION.jwtLifetime).toBe(1_296_000);
  expect(SESSION.lifetime).toBe(30 * DAY);
});

describe('time', () => {
  test('a client that retries as published stays within the successor window', () => {
    // Three tries that each take all a function may, and 1, 2 and 4 s of back-off with a second of
    // jitter each.
    expect(3 * TIMEOUTS.function + 1 + 2 + 4 + 3).toBeLessThanOrEqual(SESSION.successorWindow);
  });
  test('the longest login ends before its function, and that before the gateway', () => {
    const { secrets, database, cognitoMs, beforeFunctionEndsMs } = TIMEOUTS;
    const inSequence = 2 * longest(secrets) + longest(database) + cognitoMs + longest(database);
    expect(inSequence).toBeLessThan(TIMEOUTS.function * 1_000 - beforeFunctionEndsMs);
    expect(TIMEOUTS.function).toBeLessThan(TIMEOUTS.gateway);
    expect(TIMEOUTS.gateway).toBe(29);
  });
  test('a connection fails before what it is for', () => {
    for (const { tryMs } of [TIMEOUTS.database, TIMEOUTS.secrets]) {
      expect(TIMEOUTS.connectMs).toBeLessThan(tryMs);
    }
    expect(TIMEOUTS.connectMs).toBeLessThan(TIMEOUTS.cognitoMs);
  });
});

describe('keys', () => {
  test('a new key signs when every function has seen it', () =>
    expect(KEYRING.activateAfter).toBeGreaterThanOrEqual(2 * KEYRING.cache));
  test('a retired key outlives all that it signed', () =>
    expect(KEYRING.keepRetired).toBeGreaterThanOrEqual(
      Math.max(SESSION.lifetime, SESSION.jwtLifetime),
    ));
  test('rotations do not overtake each other', () =>
    expect(KEYRING.rotateAfterDays * DAY).toBeGreaterThan(KEYRING.activateAfter));
});

describe('sizes', () => {
  test('the largest login that the schema lets in fits into a body', () => {
    const bytesPerCharacter = 3; // the most that UTF-8 needs for one UTF-16 unit
    expect(
      (REQUEST.usernameLength + REQUEST.passwordLength) * bytesPerCharacter + REQUEST.captchaLength,
    ).toBeLessThan(REQUEST.bodyBytes);
  });
  test('the claims fit into a header that fits through the gateway', () => {
    expect((CLAIMS.groupsBytes + CLAIMS.emailLength * 2) * (4 / 3)).toBeLessThan(
      REQUEST.headerLength,
    );
    expect(REQUEST.headerLength).toBeLessThan(10_240);
  });
});

describe('abuse', () => {
  test('a CAPTCHA comes before a refusal, and before Cognito locks the account', () => {
    expect(ATTEMPTS.captchaAfter.accountAndIp).toBeLessThan(ATTEMPTS.refuseAfter);
    expect(ATTEMPTS.captchaAfter.account).toBeLessThan(ATTEMPTS.lockout.failures);
  });
  test('logins and refreshes together stay under Cognito’s quota', () => {
    expect(ROUTES.login.throttle.rate + ROUTES.refresh.throttle.rate).toBeLessThan(COGNITO_QUOTA);
  });
});
