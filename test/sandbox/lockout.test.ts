import { expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../contract/limits.ts';
import { Lockout } from '../../sandbox/cognito/lockout.ts';
import { frozenClock } from '../support/clock.ts';

const { failures, longest } = ATTEMPTS.lockout;

function lockedAfter(wrong: number) {
  const clock = frozenClock();
  const lockout = new Lockout(clock);
  /** Fails as soon as it may, like somebody who waits for each lockout to end. */
  for (let count = 0; count < wrong; count += 1) {
    while (lockout.isLocked('user')) clock.advance(1);
    lockout.failed('user');
  }
  return { clock, lockout };
}

test('four wrong passwords lock nobody out, the fifth does', () => {
  expect(lockedAfter(failures - 1).lockout.isLocked('user')).toBe(false);
  expect(lockedAfter(failures).lockout.isLocked('user')).toBe(true);
  expect(lockedAfter(failures).lockout.isLocked('another')).toBe(false);
});

test.each([
  [5, 1],
  [6, 2],
  [7, 4],
  [10, 32],
])('after %i failures it lasts %i s', (wrong, seconds) => {
  const { clock, lockout } = lockedAfter(wrong);
  clock.advance(seconds - 0.001);
  expect(lockout.isLocked('user')).toBe(true);
  clock.advance(0.001);
  expect(lockout.isLocked('user')).toBe(false);
});

test('it never lasts longer than 15 minutes', () => {
  const { clock, lockout } = lockedAfter(failures + 12);
  clock.advance(longest - 1);
  expect(lockout.isLocked('user')).toBe(true);
  clock.advance(1);
  expect(lockout.isLocked('user')).toBe(false);
});

test('attempts during a lockout do not extend it', () => {
  const { clock, lockout } = lockedAfter(7);
  for (let second = 0; second < 4; second += 1) {
    expect(lockout.isLocked('user')).toBe(true);
    clock.advance(1);
  }
  expect(lockout.isLocked('user')).toBe(false);
});

test('a success begins again at zero', () => {
  const { clock, lockout } = lockedAfter(6);
  clock.advance(2);
  lockout.succeeded('user');
  lockout.failed('user');
  expect(lockout.isLocked('user')).toBe(false);
});

test('15 minutes without an attempt, even one during a lockout, begin again at zero', () => {
  const { clock, lockout } = lockedAfter(failures);
  clock.advance(longest - 1);
  expect(lockout.isLocked('user')).toBe(false);
  clock.advance(longest - 1);
  lockout.failed('user');
  expect(lockout.isLocked('user')).toBe(true);
  clock.advance(longest);
  expect(lockout.isLocked('user')).toBe(false);
  lockout.failed('user');
  expect(lockout.isLocked('user')).toBe(false);
});
