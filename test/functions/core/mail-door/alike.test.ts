/** Every route that takes a name must answer alike for every state of the account. */

import { describe, expect, test } from '@jest/globals';
import type { CodeFormat } from '../../../../functions/core/mail-door/mailed-code.ts';
import { START } from '../../../support/attempts-world.ts';
import {
  type Browser,
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
  route:
    | 'login'
    | 'signUp'
    | 'resendCode'
    | 'forgotPassword'
    | 'confirmSignUp'
    | 'resetPassword'
    | 'passwordless'
    | 'challenge';
  wait?: number;
  solves?: boolean;
  body?: object;
}

const proof = { code: '1234567KQ2M8XD', password: NEW_PASSWORD };
const orders = (route: Step['route'], body: object = {}): Step[] => [
  { route, body },
  { route, solves: true, body },
  { route, solves: true, body },
  ...Array.from({ length: 4 }, () => ({ route, solves: true, wait: 60, body })),
  { route, solves: true, wait: 3_600, body },
];
const EMAIL_CODE = { method: 'email_code' };
const MADE_UP_CODE = { code: '12345678KQ2M8XDA' };

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
  'codes of a sign-in': orders('passwordless', EMAIL_CODE),
  'made-up codes of a sign-in': [
    { route: 'passwordless', solves: true, body: EMAIL_CODE },
    ...Array.from({ length: 7 }, () => ({ route: 'challenge' as const, body: MADE_UP_CODE })),
    { route: 'passwordless', solves: true, body: EMAIL_CODE },
    { route: 'challenge', body: { code: '12345678' } },
    { route: 'challenge', body: MADE_UP_CODE, wait: 300 },
  ],
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

/** Hides the random parts of a challenge. They say nothing, and differ each time. */
const hideRandom = <T extends object>(answer: T): T =>
  JSON.parse(
    JSON.stringify(answer)
      .replaceAll(/(token\W+[\w-]{43})[\w-]{43}/g, '$1')
      .replaceAll(/(__Host-challenge=)[\w-]{43}/g, '$1'),
  ) as T;

/** Returns all that a stranger can observe of a story, and the steps of our own code. */
async function tell(state: string, steps: readonly Step[], codeFormat: CodeFormat = 'suffixed') {
  const world = await mailDoorWorld({ codeFormat });
  await STATES[state]?.(world);
  // The same instant in every story. An attack has just locked the account at Cognito.
  world.clock.set(START + 7_200_000);
  const history = [];
  const browser: Browser = {};
  let token: string | undefined;
  for (const { route, wait = 0, solves, body } of steps) {
    world.clock.advance(wait);
    world.steps.length = 0;
    const captcha = solves ? { captcha: await world.solve(NAME) } : {};
    const subject = route === 'challenge' ? { challenge_token: token } : { username: NAME };
    const sent = { ...subject, ...captcha, ...body };
    const { status, headers, cookies, text } = await world.call(route, sent, { browser });
    token = /"token":"([\w-]{86})"/.exec(text)?.[1] ?? token;
    const answer = hideRandom({ status, headers, cookies, text });
    history.push({ ...answer, steps: [...world.steps] });
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
