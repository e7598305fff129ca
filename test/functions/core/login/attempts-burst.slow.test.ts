import { expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../../../contract/limits.ts';
import { attemptsWorld } from '../../../support/attempts-world.ts';
import { describeInEachEngine } from '../../../support/dynamodb-engines.ts';

const GUESSES = 1_000;
describeInEachEngine('concurrent attempts', ({ database }) => {
  test('limits how many of 1,000 guesses at one account reach the upstream', async () => {
    const world = await attemptsWorld(database.client);
    // Every other guess comes from the same address. Each of the rest has an address of its own.
    const from = (index: number) => (index % 2 ? '192.0.2.1' : `10.0.${index >> 8}.${index & 255}`);
    const guesses = Array.from({ length: GUESSES }, (_, index) =>
      world.login({ password: `guess ${index}`, from: from(index) }),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);

    expect(world.asked.length).toBeLessThanOrEqual(ATTEMPTS.strangers.inARow);
    expect(statuses.filter((status) => status === 401)).toHaveLength(world.asked.length);
    expect(
      statuses.filter((status, index) => index % 2 && status === 401).length,
    ).toBeLessThanOrEqual(ATTEMPTS.captchaAfter.accountAndNetwork);
    expect(statuses.filter((status) => status >= 500)).toHaveLength(0);
  }, 300_000);

  test('a CAPTCHA solution that is sent three times at once works once', async () => {
    const world = await attemptsWorld(database.client);
    // Only one place is left for strangers, so each of the three may also meet a full row.
    for (let index = 0; index < 3; index += 1) await world.login({ password: `wrong ${index}` });
    const captcha = await world.solve();
    const answers = await Promise.all([1, 2, 3].map(() => world.login({ captcha })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => ![200, 403, 429].includes(status))).toEqual([]);
  });
});
