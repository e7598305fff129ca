/** The guide of the elements: its page works as it is printed, and it names what there is. */

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ChordianAccount } from '../../client/src/element/account/index.ts';
import { ChordianAuth } from '../../client/src/element/index.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { bundle } from './bundle.ts';
import { openElement } from './element-page.ts';

const root = new URL('../../', import.meta.url).pathname;
const world = await startSandboxAndBrowser();
const guide = readFileSync(`${root}docs/guide/element.md`, 'utf8');
const source = readdirSync(`${root}client/src/element`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(`${root}client/src/element/${file}`, 'utf8'))
  .join('\n');

const { exports, sideEffects } = JSON.parse(readFileSync(`${root}client/package.json`, 'utf8')) as {
  exports: Record<string, string>;
  sideEffects: string[];
};

const blocks = (language: string): string[] =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, text]) => text as string,
  );

test('the page of the guide signs in, and its texts and styles apply', async () => {
  const [app = '', text = '', german = ''] = blocks('js');
  const [html = ''] = blocks('html');
  const { page, problems } = await openElement(world, {
    body: html.replace(/<script.*/, ''),
    script: await bundle(`${app}\n${text}\nglobalThis.speakGerman = async () => {
      ${german.replace(/^import .*/m, "const { de } = await import('chordian-auth-client/element/de');")}
    };`),
  });
  const welcome = page.getByRole('heading', { name: 'Welcome' });
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
  expect(await welcome.isVisible()).toBe(false);
  // As the page's own style sheet would do, which the policy of the test forbids.
  await page.evaluate(`{
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(${JSON.stringify(blocks('css')[0])});
    document.adoptedStyleSheets = [sheet];
  }`);
  const style = (selector: string, property: string) =>
    page.evaluate(
      `getComputedStyle(document.querySelector('chordian-auth').shadowRoot.querySelector('${selector}')).${property}`,
    );
  expect(await style('[part=button]', 'backgroundColor')).toBe('rgb(122, 31, 162)');
  expect(await style('[part=heading]', 'fontSize')).toBe('28px');

  const { username, password } = world.sandbox.user;
  await page.locator('chordian-auth input[name=username]').fill(username);
  await page.locator('chordian-auth input[name=password]').fill(password);
  await page.keyboard.press('Enter');
  await welcome.waitFor();
  await page.getByText('This device').waitFor();
  expect(await page.title()).toBe(username);

  await page.evaluate('speakGerman()');
  await page.getByText(`Angemeldet als ${username}.`).waitFor();
  expect(problems).toEqual([]);
});

/** The names in backticks of a paragraph or of the first column of a table. */
const names = (text: string): string[] =>
  [...text.matchAll(/`([\w-]+)`/g)].map(([, name]) => name as string).sort();
const unique = (pattern: RegExp): string[] =>
  [...new Set([...source.matchAll(pattern)].map(([, name]) => name as string))].sort();

test('names every part, property and attribute', () => {
  const parts = /^The parts are .*$/m.exec(guide)?.[0] ?? '';
  expect(names(parts)).toEqual(unique(/\bpart: '([\w-]+)'/g));
  const properties = guide.split('\n').filter((line) => line.startsWith('| `--'));
  expect(names(properties.join('\n'))).toEqual(unique(/var\((--chordian-[\w-]+)/g));
  for (const attribute of [
    ...ChordianAuth.observedAttributes,
    ...ChordianAccount.observedAttributes,
    'username',
    'base-url',
    'client',
    'texts',
  ]) {
    expect(guide).toContain(`| \`${attribute}\` | `);
  }
});

test('bundlers keep the imports that define an element', () => {
  expect(sideEffects).toEqual([exports['./element'], exports['./element/account']]);
});
