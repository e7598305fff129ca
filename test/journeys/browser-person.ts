/** A person at a browser, who sees the sandbox's account page and the page of the mailbox. */

import type { Browser, Locator, Page } from 'playwright-core';
import { type OpenPage, openPage } from '../docs/browser.ts';

export class Person {
  readonly page: Page;
  readonly #mailbox: Page;
  /** Errors of scripts, and messages in the browser's console. */
  readonly problems: readonly string[];

  /** Opens the account page in a browser without cookies. */
  static async open(browser: Browser, url: string): Promise<Person> {
    const opened = await openPage(browser);
    const { page } = opened;
    const mailbox = await page.context().newPage();
    const person = new Person(opened, mailbox);
    await mailbox.goto(`${url}/sandbox/mailbox`);
    await page.goto(`${url}/sandbox/account`);
    return person;
  }

  private constructor({ page, problems }: OpenPage, mailbox: Page) {
    this.page = page;
    this.problems = problems;
    this.#mailbox = mailbox;
  }

  press = (name: string | RegExp): Promise<void> =>
    this.page.getByRole('button', { name, exact: true }).click();

  fill = (label: string, text: string): Promise<void> =>
    this.page.getByLabel(label, { exact: true }).fill(text);

  sees = (text: string | RegExp): Promise<void> => this.page.getByText(text).first().waitFor();

  /** Waits for an error. */
  isTold = (text: string | RegExp): Promise<void> =>
    this.page.getByRole('alert').filter({ hasText: text }).waitFor();

  section = (heading: string): Locator =>
    this.page.getByRole('region', { name: heading, exact: true });

  /** Waits until the list of a section has so many items. */
  async seesItems(heading: string, count: number): Promise<void> {
    const items = this.section(heading).getByRole('listitem');
    if (count > 0) await items.nth(count - 1).waitFor();
    await items.nth(count).waitFor({ state: 'detached' });
  }

  /** Waits for the form that is there only if nobody is signed in. */
  seesSignInForm = (): Promise<void> =>
    this.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();

  /** Reads the secret of a new authenticator app. */
  async readSecret(): Promise<string> {
    return (await this.page.locator('code').first().textContent()) ?? '';
  }

  /** Answers the step that asks for a code. */
  async enterCode(code: string): Promise<void> {
    await this.fill('Code', code);
    await this.press('Continue');
  }

  reload = async (): Promise<void> => void (await this.page.reload());

  async signIn(username: string, password: string): Promise<void> {
    await this.fill('E-mail address', username);
    await this.fill('Password', password);
    await this.press('Sign in');
  }

  /** Reads the code in the last mail to an address. */
  async readCode(to: string): Promise<string> {
    await this.#mailbox.reload();
    const mail = this.#mailbox
      .getByRole('article')
      .filter({ hasText: `To ${to}, code` })
      .first();
    const code = /\b\d{6}[0-9A-Z]{8}\b/.exec((await mail.textContent()) ?? '')?.[0];
    if (code === undefined) throw new Error(`the mailbox must show a code for ${to}`);
    return code;
  }
}
