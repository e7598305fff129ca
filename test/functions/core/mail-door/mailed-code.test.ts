import { describe, expect, test } from '@jest/globals';
import { MAILED_CODE } from '../../../../contract/limits.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import {
  type CodeSubject,
  createCodeSuffix,
  type MailedCodePurpose,
  readMailedCode,
} from '../../../../functions/core/mail-door/mailed-code.ts';
import { writeMail } from '../../../../functions/core/mail-door/write-mail.ts';
import { frozenClock } from '../../../support/clock.ts';
import { fixedKeys } from '../../../support/keys.ts';

const JANE: CodeSubject = { purpose: 'reset_password', holder: 'jane@example.com' };
const clock = frozenClock('2026-03-01T12:59:59Z');
const ports = { keys: fixedKeys('k1'), clock };

const mailed = async (subject = JANE, sender = ports) =>
  `123456${await createCodeSuffix(sender, subject)}`;

const refused = { code: 'INVALID_CODE', options: { variant: 'mailed' } };

test('a suffix has eight characters that are not mistaken for each other', async () => {
  for (let minute = 0; minute < 300; minute += 1) {
    const subject = { ...JANE, holder: `jane${minute}@example.com` };
    expect(await createCodeSuffix(ports, subject)).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  }
});

test('Cognito’s part of a mailed code is returned', async () =>
  await expect(readMailedCode(ports, await mailed(), JANE)).resolves.toBe('123456'));

test.each<[string, (code: string) => string]>([
  ['lower case', (code) => code.toLowerCase()],
  ['spaces and hyphens', (code) => ` ${code.slice(0, 6)}-${code.slice(6, 10)} ${code.slice(10)} `],
  ['full-width characters', (code) => code.replace('123', '１２３')],
  ['letters that look like digits', (code) => code.replaceAll('0', 'O').replaceAll('1', 'l')],
])(
  'a code may be typed with %s',
  async (_, change) =>
    await expect(readMailedCode(ports, change(await mailed()), JANE)).resolves.toBe('123456'),
);

test('the address may be typed in any spelling', async () => {
  const typed = { ...JANE, holder: 'JANE@Example.COM' };
  await expect(readMailedCode(ports, await mailed(), typed)).resolves.toBe('123456');
});

test.each<[string, (code: string) => string]>([
  ['another last character', (code) => code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A')],
  ['no suffix', (code) => code.slice(0, 6)],
  ['only a suffix', (code) => code.slice(6)],
  ['more than a code', (code) => `${code}0`],
  ['letters in Cognito’s part', (code) => `A${code.slice(1)}`],
  ['an empty text', () => ''],
])(
  '%s is refused',
  async (_, change) =>
    await expect(readMailedCode(ports, change(await mailed()), JANE)).rejects.toMatchObject(
      refused,
    ),
);

test('a code is refused for another address and for another purpose', async () => {
  const code = await mailed();
  for (const subject of [
    { ...JANE, holder: 'john@example.com' },
    { ...JANE, purpose: 'sign_up' as const },
  ]) {
    await expect(readMailedCode(ports, code, subject)).rejects.toMatchObject(refused);
  }
});

test('a code of another service is refused', async () => {
  const keys = { permanent: async () => Buffer.alloc(32, 'other') };
  const code = await mailed(JANE, { ...ports, keys } as unknown as typeof ports);
  await expect(readMailedCode(ports, code, JANE)).rejects.toMatchObject(refused);
});

describe.each(Object.entries(MAILED_CODE.lifetimes) as [MailedCodePurpose, number][])(
  'a code to %s',
  (purpose, lifetime) => {
    const subject = { ...JANE, purpose };
    const read = async (seconds: number) =>
      readMailedCode(
        { ...ports, clock: () => clock() + seconds * 1_000 },
        await mailed(subject),
        subject,
      );

    test('is accepted for all of Cognito’s lifetime of it, across hours', async () => {
      for (const seconds of [0, 1, lifetime / 2, lifetime]) {
        await expect(read(seconds)).resolves.toBe('123456');
      }
    });
    test('is refused two hours after that at the latest', async () =>
      await expect(read(lifetime + 7_200)).rejects.toMatchObject(refused));
    test('is accepted if the clock of the sender was ahead', async () =>
      await expect(read(-MAILED_CODE.clockDifference)).resolves.toBe('123456'));
  },
);

test('where this service writes no mails, a code has no suffix', async () => {
  await expect(readMailedCode(ports, ' 123 456 ', JANE, 'plain')).resolves.toBe('123456');
  for (const typed of ['12345A', await mailed(), '']) {
    await expect(readMailedCode(ports, typed, JANE, 'plain')).rejects.toMatchObject(refused);
  }
});

describe('the trigger', () => {
  const mail = { placeholder: '{####}', sub: 'b2c7-sub', email: 'Jane@Example.com' };

  test.each<[string, MailedCodePurpose]>([
    ['CustomMessage_SignUp', 'sign_up'],
    ['CustomMessage_ResendCode', 'sign_up'],
    ['CustomMessage_ForgotPassword', 'reset_password'],
    ['CustomMessage_Authentication', 'sign_in'],
  ])('%s appends a suffix to the code of Cognito', async (occasion, purpose) => {
    const text = await writeMail(ports, { ...mail, occasion });
    const suffix = await createCodeSuffix(ports, { purpose, holder: 'jane@example.com' });
    expect(text?.html).toContain(`<p>{####}${suffix}</p>`);
    expect(text?.subject.length).toBeLessThanOrEqual(140);
  });
  test.each(['CustomMessage_UpdateUserAttribute', 'CustomMessage_VerifyUserAttribute'])(
    '%s binds the code to the user, whichever address Cognito names',
    async (occasion) => {
      const text = await writeMail(ports, { ...mail, occasion });
      const suffix = await createCodeSuffix(ports, { purpose: 'change_email', holder: mail.sub });
      expect(text?.html).toContain(`<p>{####}${suffix}</p>`);
    },
  );
  test('an invitation has no suffix', async () => {
    const write = (occasion: string) =>
      writeMail(
        { ...ports, service: 'Example' },
        { ...mail, occasion, namePlaceholder: '{username}' },
      );
    const invitation = await write('CustomMessage_AdminCreateUser');
    expect(invitation?.html).toContain('<p>{username}</p>\n<p>{####}</p>');
    expect(invitation?.subject).toMatch(/^Example: /);
  });
  test.each(['toString', ''])(
    '%s keeps the text of the user pool',
    async (occasion) =>
      await expect(writeMail(ports, { ...mail, occasion })).resolves.toBeUndefined(),
  );
  test('fails if the keys cannot be read, because the code would be of no use', async () => {
    const keys = { permanent: () => Promise.reject(new AuthError('INTERNAL_ERROR')) };
    const writing = writeMail({ ...ports, keys }, { ...mail, occasion: 'CustomMessage_SignUp' });
    await expect(writing).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });
});
