/** A stranger must not find out which names exist, in any step of any story. */

import { expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../../../contract/limits.ts';
import { type LoginRequest, memoryAttemptsWorld } from '../../../support/attempts-world.ts';
import {
  type LockoutWorld,
  lockoutWorld,
  OWNER,
  OWNER_PASSWORD,
} from '../../../support/lockout-world.ts';

const UNKNOWN = 'nobody@example.com';
const UNKNOWN_SUB = '0b8f0c3e-7a44-4a56-9d5b-3f1f6a1f3d11';

/** One login, with the seconds before it. A CAPTCHA is solved if `solves` is set. */
interface Step extends LoginRequest {
  wait?: number;
  solves?: boolean;
}
const elsewhere = (index: number): string => `198.51.100.${index}`;
const guesses = (count: number, step: (index: number) => Step = () => ({})): Step[] =>
  Array.from({ length: count }, (_, index) => ({ password: `guess ${index}`, ...step(index) }));

/** Returns all that a stranger can observe, and how often Cognito was asked. */
async function tell(world: LockoutWorld, username: string, { wait = 0, solves, ...request }: Step) {
  world.clock.advance(wait);
  const captcha = solves ? { captcha: await world.solve(username) } : {};
  const before = world.asked.length;
  const { status, headers, cookies, text } = await world.login({
    username,
    ...request,
    ...captcha,
  });
  const asked = world.asked.length - before;
  // A challenge is bound to the name that was typed, whether or not it exists.
  return { status, headers, cookies, text: text.replace(/account=[\w-]{43}/, ''), asked };
}

const STORIES: Record<string, Step[]> = {
  'guesses from one network': guesses(8),
  'guesses from many networks': guesses(8, (index) => ({ from: elsewhere(index) })),
  'guesses with solved CAPTCHAs': guesses(8, () => ({ solves: true })),
  'the same guess again and again': guesses(8, () => ({ password: 'typo' })),
  'guesses, a wait, and guesses again': [
    ...guesses(6, (index) => ({ from: elsewhere(index) })),
    ...guesses(6, (index) => ({ from: elsewhere(index), wait: index === 0 ? 901 : 0 })),
  ],
  'a guess every 20 s for two hours': guesses(360, (index) => ({
    from: `2001:db8:${index.toString(16)}::1`,
    wait: 20,
  })),
  'guesses until only the mail door is open': guesses(ATTEMPTS.strangers.inTotal + 8, (index) => ({
    from: `2001:db8:${index.toString(16)}::1`,
    wait: index % 4 === 0 ? 901 : 0,
  })),
};

/** Returns what a stranger observes in a story, for an existing and for an unknown name. */
async function tellBoth(world: LockoutWorld, steps: Step[]) {
  const start = world.clock();
  const histories = [];
  for (const username of [OWNER, UNKNOWN]) {
    world.clock.set(start);
    const history = [];
    // Each name has networks of its own, so that one story does not count in the other.
    const own = (from = '192.0.2.1') =>
      username === OWNER
        ? from
        : from.replace('192.0.2', '203.0.113').replace('198.51', '198.52').replace('db8', 'db9');
    for (const step of steps)
      history.push(await tell(world, username, { ...step, from: own(step.from) }));
    histories.push(history);
  }
  return { existing: histories[0], unknown: histories[1] };
}

test.each(Object.entries(STORIES))(
  'existing and unknown names answer alike: %s',
  async (_, steps) => {
    const { existing, unknown } = await tellBoth(await lockoutWorld(), steps);
    expect(unknown).toEqual(existing);
  },
);

test.each([
  ...Object.entries(STORIES),
  [
    'the right password again and again',
    guesses(8, () => ({ password: OWNER_PASSWORD, wait: 11 })),
  ] as const,
])('a user whom Cognito has locked for another reason answers alike: %s', async (_, steps) => {
  const world = await lockoutWorld();
  await world.lockElsewhere();
  const { existing, unknown } = await tellBoth(world, steps);
  expect(unknown).toEqual(existing);
  expect(existing?.[0]).toMatchObject({ status: 401, asked: 1 });
});

test('strangers who guess at a locked user do not keep a known device out', async () => {
  const world = await lockoutWorld();
  const browser = {};
  const signIn = { username: OWNER, password: OWNER_PASSWORD, browser };
  expect((await world.login(signIn)).status).toBe(200);
  await world.lockElsewhere();
  world.asked.length = 0;
  for (const step of guesses(50, (index) => ({ from: elsewhere(index) }))) {
    await tell(world, OWNER, step);
  }
  expect(world.asked).toHaveLength(ATTEMPTS.strangers.inARow);
  world.clock.advance(ATTEMPTS.lockout.longest);
  expect((await world.login(signIn)).status).toBe(200);
});

test('four guesses by e-mail, then four by sub, answer alike for existing and unknown users', async () => {
  const world = await lockoutWorld();
  const histories = [];
  for (const [index, names] of [
    [OWNER, world.sub],
    [UNKNOWN, UNKNOWN_SUB],
  ].entries()) {
    const history = [];
    for (const username of names) {
      for (const step of guesses(4, (guess) => ({ from: `203.0.${index}.${guess}` }))) {
        history.push(await tell(world, username, step));
      }
    }
    histories.push(history);
  }
  expect(histories[1]).toEqual(histories[0]);
  expect(histories[0]?.map(({ status, asked }) => [status, asked])).toEqual([
    ...Array(4).fill([401, 1]),
    ...Array(4).fill([401, 0]),
  ]);
});

test.each([
  ['a UUID', UNKNOWN_SUB, 'any', 0],
  ['a UUID in capitals', UNKNOWN_SUB.toUpperCase(), 'any', 0],
  ['a UUID', UNKNOWN_SUB, 'email', 0],
  ['a name without @', 'jane', 'email', 0],
  ['a name without @', 'jane', 'any', 1],
  ['an e-mail address', 'jane@example.com', 'email', 1],
] as const)('%s (%s) with names: %s asks Cognito %i times', async (_, username, names, asked) => {
  const world = memoryAttemptsWorld({ names });
  const statuses = [];
  for (const step of guesses(4)) statuses.push((await world.login({ username, ...step })).status);
  expect(statuses).toEqual([401, 401, 401, 403]);
  expect(world.asked).toHaveLength(asked * 3);
});

test('the owner of the account signs in by e-mail in any spelling', async () => {
  const world = await lockoutWorld();
  const username = OWNER.toUpperCase();
  expect((await world.login({ username, password: OWNER_PASSWORD })).status).toBe(200);
});
