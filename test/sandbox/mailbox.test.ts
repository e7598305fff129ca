/** The mails of the sandbox's Cognito: the page, and the JSON that tests read. */

import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { connectSandbox } from '../../sandbox/connect.ts';
import { openPage } from '../docs/browser.ts';
import { startSandboxAndBrowser } from './in-browser.ts';

const JANE = 'jane+mail@example.com';
const JOHN = 'john@example.com';

const { sandbox, browser, stateDir } = await startSandboxAndBrowser();
let invite: (username: string) => Promise<unknown>;
let close: () => void;

beforeAll(async () => {
  const { url, poolId } = await connectSandbox(stateDir);
  const cognito = new CognitoIdentityProvider({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
  });
  close = () => cognito.destroy();
  invite = (Username) =>
    cognito.adminCreateUser({
      UserPoolId: poolId,
      Username,
      DesiredDeliveryMediums: ['EMAIL'],
    });
});
afterAll(async () => {
  close();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(sandbox.url + path, { headers });
const mails = async (query = '') =>
  (await (await get(`/sandbox/mailbox.json${query}`)).json()) as { to: string; code: string }[];

test('is empty at first, and has each mail with its code, the newest first', async () => {
  expect(await mails()).toEqual([]);
  await invite(JANE);
  await invite(JOHN);
  expect(await mails()).toEqual(
    [JOHN, JANE].map((to) => ({
      id: expect.stringMatching(/\S/),
      medium: 'EMAIL',
      to,
      subject: 'Sandbox: Your account',
      body: expect.stringContaining(to),
      code: expect.stringMatching(/\S{8}/),
      triggerSource: 'CustomMessage_AdminCreateUser',
      sentAt: expect.stringMatching(/^\d{4}-.*Z$/),
    })),
  );
});

test.each([
  ['one recipient', `?to=${JOHN}`, [JOHN]],
  ['without regard to case', `?to=${JOHN.toUpperCase()}`, [JOHN]],
  ['with an encoded plus sign', `?to=${encodeURIComponent(JANE)}`, [JANE]],
  ['with a plus sign', `?to=${JANE}`, [JANE]],
  ['nobody', '?to=nobody@example.com', []],
])('lists the mails to %s', async (_case, query, expected) => {
  expect((await mails(query)).map(({ to }) => to)).toEqual(expected);
});

test('is closed to other sites', async () => {
  for (const path of ['/sandbox/mailbox', '/sandbox/mailbox.json']) {
    expect((await get(path, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await get(path)).status).toBe(200);
  }
  const { headers } = await get('/sandbox/mailbox');
  expect(headers.get('content-security-policy')).toMatch(/default-src 'self'/);
});

describe('the page', () => {
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    ({ page, problems } = await openPage(browser, { viewport: { width: 375, height: 740 } }));
  });

  test('is linked from the home page, shows the mails, and new ones without a reload', async () => {
    await page.goto(sandbox.url);
    await page.getByRole('link', { name: 'Mailbox' }).click();
    await page.getByRole('status').filter({ hasText: '2 mails' }).waitFor();
    const newest = page.getByRole('article').first();
    const [{ code = '' } = {}] = await mails(`?to=${JOHN}`);
    expect(await newest.textContent()).toContain(JOHN);
    expect(await newest.textContent()).toContain(code);
    await invite('third@example.com');
    await page.getByRole('status').filter({ hasText: '3 mails' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('fits the screen of a phone', async () => {
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(
      true,
    );
  });
});
