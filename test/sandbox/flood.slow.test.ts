/**
 * Floods at the login route. The gateway's clock is virtual, so that its throttle counts what it
 * would count at these rates, whatever the speed of the machine.
 */

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { solveCaptcha } from '../../conformance/captcha.ts';
import type { Envelope } from '../../contract/envelope.ts';
import { CAPTCHA, FIREWALL } from '../../contract/limits.ts';
import { publicPath } from '../../contract/routes/index.ts';
import type { CaptchaResponse } from '../../contract/schemas/index.ts';
import { createGateway } from '../../sandbox/gateway/gateway.ts';
import { loadHandlers } from '../../sandbox/handlers.ts';
import { type Listening, listen } from '../../sandbox/http-server.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { frozenClock } from '../support/clock.ts';
import { temporaryDirectory } from './support.ts';

const SECONDS = 30;
const JUNK_PER_SECOND = 150;
const ATTACKERS = 12;
const PHASE = 37;
const PEOPLE = 500;

const clock = frozenClock();
const stateDir = temporaryDirectory();
const { cost } = CAPTCHA;
let sandbox: Sandbox;
let gateway: Listening;

beforeAll(async () => {
  // The price of a CAPTCHA is not the subject, and hundreds of them would take minutes.
  Object.assign(CAPTCHA, { cost: 1 });
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true });
  const handlers = await loadHandlers();
  gateway = await listen(
    0,
    createGateway({
      handlers,
      documentationUrl: sandbox.documentationUrl,
      clock,
      findIntervention: (_, body) => {
        const sourceIp = FROM.exec(body.toString())?.[1];
        return sourceIp === undefined ? undefined : { sourceIp };
      },
    }),
  );
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
  Object.assign(CAPTCHA, { cost });
});

/** All requests come from this machine, so a body names the address that it stands for. */
const FROM = /from ([\d.]+)/;

async function send(from: string, body: string | object) {
  const response = await fetch(`http://127.0.0.1:${gateway.port}${publicPath('login')}`, {
    method: 'POST',
    body:
      typeof body === 'string'
        ? `${body} from ${from}`
        : JSON.stringify({ ...body, address: `from ${from}` }),
  });
  const { error } = (await response.json()) as Partial<Envelope>;
  const captcha = error?.details.captcha as { challenge_url: string } | undefined;
  return { status: response.status, code: error?.code, challengeUrl: captcha?.challenge_url };
}

/** Solves the CAPTCHA that an answer demands. */
async function solve({ challengeUrl }: { challengeUrl: string | undefined }): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${gateway.port}${challengeUrl}`);
  return solveCaptcha((await response.json()) as CaptchaResponse);
}

/** The test user has a name at every domain, and each name counts for itself. */
const nameOf = (person: string): string => `test@${person}.example`;

let run = 0;

test.each([
  ['malformed', () => 'junk'],
  [
    'well-formed',
    (index: number) => ({ username: `guess${index}@example.org`, password: 'guess' }),
  ],
])(
  '30 of 30 sign-ins succeed beside 150 %s requests a second',
  async (_, createJunk) => {
    run += 1;
    const outcomes: unknown[] = [];
    for (let second = 0; second < SECONDS; second += 1) {
      const username = nameOf(`honest${run}x${second}`);
      for (let index = 0; index < JUNK_PER_SECOND; index += 1) {
        await send(`198.51.100.${index % ATTACKERS}`, createJunk(second * JUNK_PER_SECOND + index));
        // People come at any phase of the second, and so of the refilling of the throttle.
        if (index === (second * PHASE) % JUNK_PER_SECOND) {
          const { password } = sandbox.user;
          outcomes.push((await send(`203.0.113.${second}`, { username, password })).status);
        }
        clock.advance(1 / JUNK_PER_SECOND);
      }
    }
    expect(outcomes).toEqual(Array(SECONDS).fill(200));
  },
  300_000,
);

test('500 people behind one address sign in, although one in ten mistypes once', async () => {
  const address = '192.0.2.10';
  let requests = 0;
  const outcomes: unknown[] = [];
  for (let person = 0; person < PEOPLE; person += 1) {
    const username = nameOf(`office${person}`);
    const signIn = async (password: string) => {
      requests += 1;
      const answer = await send(address, { username, password });
      if (answer.code !== 'CAPTCHA_REQUIRED') return answer;
      requests += 1;
      return send(address, { username, password, captcha: await solve(answer) });
    };
    if (person % 10 === 0) expect((await signIn('typo')).code).toBe('INVALID_CREDENTIALS');
    outcomes.push((await signIn(sandbox.user.password)).status);
    clock.advance(0.1);
  }
  expect(outcomes).toEqual(Array(PEOPLE).fill(200));
  // The firewall counts all of them as one address.
  expect(requests).toBeLessThan(FIREWALL.limits.login);
}, 300_000);
