import { describe, expect, test } from '@jest/globals';
import { CODE_MAIL_KINDS, MAIL } from '../../../../contract/mails.ts';
import { NOTICE_KINDS } from '../../../../contract/notices.ts';
import { composeMail, LANGUAGES } from '../../../../functions/core/mails/compose-mail.ts';
import { ENGLISH } from '../../../../functions/core/mails/english.ts';
import type { MailTexts } from '../../../../functions/core/mails/mail-texts.ts';

const KINDS = [...CODE_MAIL_KINDS, ...NOTICE_KINDS];
/** What each kind must contain besides its text. */
const VALUES: Partial<Record<(typeof KINDS)[number], readonly string[]>> = {
  ...Object.fromEntries(CODE_MAIL_KINDS.map((kind) => [kind, ['code']])),
  invitation: ['code', 'username'],
  new_device: ['device'],
};
const values = { code: '{####}ABCD1234', username: '{username}', device: 'Firefox on Windows' };

describe.each(Object.entries(LANGUAGES))('in %s', (language) => {
  test.each(KINDS)('%s has a subject, its values and no placeholder', (kind) => {
    const { subject, html, text } = composeMail(kind, {
      language,
      service: 'x'.repeat(64),
      values,
    });
    expect(subject.length).toBeLessThanOrEqual(MAIL.subjectLength);
    expect(html.length).toBeLessThanOrEqual(MAIL.bodyLength);
    for (const body of [html, text]) {
      const used = Object.entries(values).flatMap(([name, value]) =>
        body.includes(value) ? [name] : [],
      );
      expect(used).toEqual(VALUES[kind] ?? []);
      const rest = Object.values(values).reduce((left, value) => left.replaceAll(value, ''), body);
      expect(rest).not.toMatch(/[{}]/);
    }
  });

  test.each(KINDS)('%s has no link and nothing that a mail reader makes one of', (kind) => {
    const { subject, html, text } = composeMail(kind, { language });
    expect(`${subject} ${html} ${text}`).not.toMatch(/<a\b|https?:|www\.|:\/\/|\w\.\w|@/i);
  });
});

test('the subject begins with the name of the service, if there is one', () => {
  expect(composeMail('sign_up', { service: 'Example' }).subject).toBe(
    'Example: Confirm your e-mail address',
  );
  expect(composeMail('sign_up').subject).toBe('Confirm your e-mail address');
});

test('a value cannot become HTML', () => {
  const device = `<a href="https://evil.example">'Firefox' & more</a>`;
  const { html, text } = composeMail('new_device', { values: { device } });
  expect(html).toContain('&lt;a href=&quot;https://evil.example&quot;&gt;&#39;Firefox&#39; &amp;');
  expect(html).not.toContain('<a');
  expect(text).toContain(device);
});

test('a value that looks like a placeholder or a replacement pattern is kept', () => {
  const { text } = composeMail('sign_up', { values: { code: '$&{code}{username}' } });
  expect(text).toContain('\n\n$&{code}{username}\n\n');
});

test('an unknown device is called that, in the language of the mail', () => {
  expect(composeMail('new_device').text).toContain(ENGLISH.unknownDevice);
});

describe('the language', () => {
  const german: MailTexts = {
    ...ENGLISH,
    sign_up: { subject: 'Bestätigen', paragraphs: ['{code}'] },
  };
  const brazilian: MailTexts = {
    ...ENGLISH,
    sign_up: { subject: 'Confirme', paragraphs: ['{code}'] },
  };
  const languages = { ...LANGUAGES, de: german, 'pt-br': brazilian };
  const subjectIn = (language?: string) => composeMail('sign_up', { language, languages }).subject;

  test.each([
    ['de', 'Bestätigen'],
    ['DE', 'Bestätigen'],
    ['de-AT', 'Bestätigen'],
    ['de_CH', 'Bestätigen'],
    ['pt-BR', 'Confirme'],
    ['pt_BR', 'Confirme'],
    ['pt-PT', ENGLISH.sign_up.subject],
    ['xx', ENGLISH.sign_up.subject],
    ['', ENGLISH.sign_up.subject],
    ['__proto__', ENGLISH.sign_up.subject],
    ['constructor', ENGLISH.sign_up.subject],
    [undefined, ENGLISH.sign_up.subject],
  ])('of %j is found', (language, subject) => expect(subjectIn(language)).toBe(subject));
});
