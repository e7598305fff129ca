/**
 * Each exception that the SDK declares for an operation of the fake is either provoked here, by a
 * request of the SDK, or listed with the reason why no state of the fake causes it. The latter are
 * raised by the fake's hook for faults, so that a product can meet them all.
 */

import { describe, expect, test } from '@jest/globals';
import { CognitoException } from '../../../sandbox/cognito/exception.ts';
import { declaredBy } from './declared.ts';
import { ACCOUNT } from './exceptions/account.ts';
import { ADMINISTRATION } from './exceptions/admin.ts';
import { common } from './exceptions/common.ts';
import { FACTORS } from './exceptions/factors.ts';
import { FILLED, NAMES, type Provoke, send } from './exceptions/operations.ts';
import { EXCUSED, NEVER, reasonFor } from './exceptions/reasons.ts';
import { SIGN_IN } from './exceptions/sign-in.ts';
import { world } from './kit.ts';

const OWN = { ...SIGN_IN, ...ACCOUNT, ...FACTORS, ...ADMINISTRATION };
const COMMON = common();

/** A reason stands in for what is common to a kind, never for what is an operation's own. */
const provocationOf = (name: string, exception: string): Provoke | undefined =>
  OWN[name]?.[exception] ??
  (reasonFor(name, exception) === undefined ? COMMON[name]?.[exception] : undefined);

const pairs = NAMES.flatMap((name) =>
  [...declaredBy(name)].map((exception) => ({ name, exception })),
);

test('the SDK declares exceptions for each operation', () => {
  for (const name of NAMES) {
    const names = [...declaredBy(name)];
    expect(names).toContainEqual(expect.stringMatching(/^Internal(Error|Server)Exception$/));
  }
  expect(pairs.length).toBeGreaterThan(400);
});

test('every declared exception is provoked or has a reason, and never both', () => {
  const unaccounted = pairs.filter(
    ({ name, exception }) =>
      (provocationOf(name, exception) === undefined) === (reasonFor(name, exception) === undefined),
  );
  expect(unaccounted).toEqual([]);
});

test('nothing is provoked or excused that is not declared', () => {
  const provoked = Object.entries(OWN).flatMap(([name, own]) =>
    Object.keys(own).map((exception) => ({ name, exception })),
  );
  const undeclared = [...provoked, ...EXCUSED].filter(
    ({ name, exception }) => !declaredBy(name).has(exception),
  );
  expect(undeclared).toEqual([]);
  const all = new Set(pairs.map(({ exception }) => exception));
  expect(Object.keys(NEVER).filter((exception) => !all.has(exception))).toEqual([]);
});

describe('a request provokes', () => {
  test.each(
    pairs
      .map((pair) => ({ ...pair, provoke: provocationOf(pair.name, pair.exception) }))
      .filter(({ provoke }) => provoke !== undefined),
  )('$name: $exception', async ({ exception, provoke }) => {
    await expect(provoke?.()).rejects.toMatchObject({ name: exception });
  });
});

describe('the hook raises what no state causes', () => {
  test.each(NAMES)('%s', async (name) => {
    const raised = [...declaredBy(name)].filter((exception) => !provocationOf(name, exception));
    const queue: string[] = [];
    const each = await world({
      intercept() {
        const exception = queue.shift();
        if (exception === undefined) return undefined;
        return new CognitoException(
          exception,
          'Raised',
          exception.startsWith('Internal') ? 500 : 400,
        );
      },
    });
    queue.push(...raised);
    for (const exception of raised) {
      await expect(send(each, name, FILLED)).rejects.toMatchObject({ name: exception });
    }
  });
});
