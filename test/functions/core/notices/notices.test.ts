import { expect, test } from '@jest/globals';
import { silentAppEvents } from '../../../../functions/core/app-events/app-events.ts';
import type { Mail } from '../../../../functions/core/mails/compose-mail.ts';
import { silentNotices } from '../../../../functions/core/notices/notices.ts';
import { omittedNotices } from '../../../../functions/core/notices/omitted-notices.ts';
import { sendNotice } from '../../../../functions/core/notices/send-notice.ts';

function open({ fails = false } = {}) {
  const sent: { to: string; mail: Mail }[] = [];
  const audits: object[] = [];
  const ports = {
    mails: {
      async send(to: string, mail: Mail) {
        if (fails) throw new Error('refused');
        sent.push({ to, mail });
      },
    },
    service: 'Example',
    audit: (event: string, fields: object) => void audits.push({ event, ...fields }),
  };
  return { sent, audits, ports };
}

test('a notice is a mail to its reader', async () => {
  const { sent, audits, ports } = open();
  await sendNotice(ports, { kind: 'new_device', to: 'a@example.com', device: 'Safari on iPhone' });
  expect(sent).toEqual([
    {
      to: 'a@example.com',
      mail: {
        subject: 'Example: New sign-in to your account',
        html: expect.stringContaining('Safari on iPhone'),
        text: expect.stringContaining('Safari on iPhone'),
      },
    },
  ]);
  expect(audits).toEqual([]);
});

test('a mail that is refused is counted, and thrown for the queue', async () => {
  const { audits, ports } = open({ fails: true });
  const notice = { kind: 'email_changed', to: 'a@example.com' } as const;
  await expect(sendNotice(ports, notice)).rejects.toThrow('refused');
  expect(audits).toEqual([
    { event: 'notice_failed', kind: 'email_changed', reason: 'the mail was not accepted' },
  ]);
});

test('without a sender of mails, a notice is counted and nothing else', async () => {
  const { audits, ports } = open();
  const notices = omittedNotices(ports.audit);
  await notices.send({ kind: 'password_changed', to: 'a@example.com' });
  await notices.send(undefined);
  expect(audits).toEqual([{ event: 'notice_omitted', kind: 'password_changed' }]);
});

test('the silent ports do nothing', async () => {
  await silentNotices.send({ kind: 'password_changed', to: 'a@example.com' });
  await silentAppEvents.publish({ kind: 'deleted', sub: 'alice' });
});
