/** Every route that takes a name must answer alike for every state of the account. */

import { describe, expect, test } from '@jest/globals';
import type { CodeFormat } from '../../../../functions/core/mail-door/mailed-code.ts';
import { START } from '../../../support/attempts-world.ts';
import {
  type MailDoorWorld,
  mailDoorWorld,
  NEW_PASSWORD,
  PASSWORD,
} from '../../../support/mail-door-world.ts';

const NAME = 'jane@example.com';

/** Brings the account into a state. */
const STATES: Record<string, (world: MailDoorWorld) => Promise<unknown>> = {
  unknown: async () => {},
  unconfirmed: async (world) => {
    await world.order('signUp', NAME, { from: '203.0.113.1' });
  },
  confirmed: (world) => world.addUser(NAME),
  disabled: async (world) => {
    await world.addUser(NAME);
    await world.admin('AdminDisableUser', NAME);
  },
  'reset required': async (world) => {
    await world.addUser(NAME);
    await world.admin('AdminResetUserPassword', NAME);
  },
  'temporary password': (world) =>
    world.admin('AdminCreateUser', NAME, {
      MessageAction: 'SUPPRESS',
      TemporaryPassword: 'a temporary password',
      UserAttributes: [
        { Name: 'email', Value: NAME },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  'no verified mail': (world) => world.addUser(NAME, { verified: false }),
  'under attack': async (world) => {
    await world.addUser(NAME);
    // Guesses that this service has not forwarded. Cognito has locked the user.
    world.clock.set(START + 7_200_000 - 1_100_000);
    await world.lockElsewhere(NAME);
  },
};

/** What a stranger sends, after a pause of so many seconds. */
interface Step {
  route: 'login' | 'signUp' | 'resendCode' | 'forgotPassword' | 'confirmSignUp' | 'resetPassword';
  wait?: number;
  solves?: boolean;
  body?: object;
}

const proof = { code: '1234567KQ2M8XD', password: NEW_PASSWORD };
const orders = (route: Step['route']): Step[] => [
  { route },
  { route, solves: true },
  { route, solves: true },
  ...Array.from({ length: 4 }, () => ({ route, solves: true, wait: 60 })),
  { route, solves: true, wait: 3_600 },
];

const STORIES: Record<string, Step[]> = {
  'guesses at the password': Array.from({ length: 8 }, (_, index) => ({
    route: 'login' as const,
    body: { password: `guess ${index}` },
  })),
  'sign-ups': orders('signUp'),
  'sign-ups with an attribute': [
    { route: 'signUp', solves: true, body: { attributes: { given_name: 'Jane' } } },
    { route: 'signUp', solves: true, body: { attributes: { 'custom:x': 'x' } } },
  ],
  'codes of a sign-up': orders('resendCode'),
  'codes of a reset': orders('forgotPassword'),
  'made-up codes of a sign-up': Array.from({ length: 5 }, () => ({
    route: 'confirmSignUp' as const,
    body: proof,
  })),
  'made-up codes of a reset': Array.from({ length: 5 }, () => ({
    route: 'resetPassword' as const,
    body: proof,
  })),
  'a bad password with a made-up code': [
    { route: 'resetPassword', body: { ...proof, password: 'short' } },
    { route: 'confirmSignUp', body: { ...proof, password: 'short' } },
  ],
  'all of them': [
    { route: 'signUp', solves: true },
    { route: 'confirmSignUp', body: proof },
    { route: 'forgotPassword', solves: true, wait: 60 },
    { route: 'resetPassword', body: proof },
    { route: 'login', body: { password: 'guess' } },
  ],
};

/** Returns all that a stranger can observe of a story, and the steps of our own code. */
async function tell(state: string, steps: readonly Step[], codeFormat: CodeFormat = 'suffixed') {
  const world = await mailDoorWorld({ codeFormat });
  await STATES[state]?.(world);
  // The same instant in every story. An attack has just locked the account at Cognito.
  world.clock.set(START + 7_200_000);
  const history = [];
  for (const { route, wait = 0, solves, body } of steps) {
    world.clock.advance(wait);
    world.steps.length = 0;
    const captcha = solves ? { captcha: await world.solve(NAME) } : {};
    const { status, headers, cookies, text } = await world.call(route, {
      username: NAME,
      ...captcha,
      ...body,
    });
    history.push({ status, headers, cookies, text, steps: [...world.steps] });
  }
  return history;
}

const OTHER_STATES = Object.keys(STATES).filter((state) => state !== 'unknown');

describe.each(Object.entries(STORIES))('%s', (_, steps) => {
  test.each(OTHER_STATES)('an account that is %s answers as an unknown one does', async (state) => {
    expect(await tell(state, steps)).toEqual(await tell('unknown', steps));
  });
});

describe('made-up codes where codes have no suffix', () => {
  const enter = (route: Step['route']): Step[] =>
    Array.from({ length: 5 }, () => ({ route, body: { ...proof, code: '000000' } }));
  const steps: Step[] = [
    { route: 'forgotPassword', solves: true },
    ...enter('resetPassword'),
    { route: 'signUp', solves: true },
    ...enter('confirmSignUp'),
  ];
  test.each(OTHER_STATES)('an account that is %s answers as an unknown one does', async (state) => {
    expect(await tell(state, steps, 'plain')).toEqual(await tell('unknown', steps, 'plain'));
  });
});

test('the owner of a confirmed account gets in where a stranger sees no difference', async () => {
  const world = await mailDoorWorld();
  await STATES.confirmed?.(world);
  expect((await world.logIn(NAME, PASSWORD)).status).toBe(200);
});
