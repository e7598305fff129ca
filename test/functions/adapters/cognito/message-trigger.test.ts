import { expect, test } from '@jest/globals';
import { createMessageTrigger } from '../../../../functions/adapters/cognito/message-trigger.ts';
import type { MailRequest } from '../../../../functions/core/mail-door/write-mail.ts';

/** An event as AWS documents it. */
const EVENT = {
  version: '1',
  triggerSource: 'CustomMessage_ForgotPassword',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_AbCdEfGhI',
  userName: 'b2c7f0d1-1111-4222-8333-123456789abc',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
  request: {
    userAttributes: {
      sub: 'b2c7f0d1-1111-4222-8333-123456789abc',
      email: 'jane@example.com',
      'cognito:user_status': 'CONFIRMED',
    },
    codeParameter: '{####}',
    linkParameter: '{##Click Here##}',
    usernameParameter: null,
  },
  response: { smsMessage: null, emailMessage: null, emailSubject: null },
};

function trigger(text: { subject: string; html: string } | undefined | Error) {
  const requests: MailRequest[] = [];
  const failures: unknown[] = [];
  const handler = createMessageTrigger({
    async write(request) {
      requests.push(request);
      if (text instanceof Error) throw text;
      return text;
    },
    logFailure: (error) => failures.push(error),
  });
  return { handler, requests, failures };
}

const { request, ...rest } = EVENT;
const withAttributes = (userAttributes: object) => ({
  ...rest,
  request: { ...request, userAttributes },
});

test('returns the event with the text, and changes nothing else', async () => {
  const { handler, requests } = trigger({ subject: 'Reset', html: 'Code {####}' });
  await expect(handler(EVENT)).resolves.toEqual({
    ...EVENT,
    response: { ...EVENT.response, emailSubject: 'Reset', emailMessage: 'Code {####}' },
  });
  expect(requests).toEqual([
    {
      occasion: 'CustomMessage_ForgotPassword',
      placeholder: '{####}',
      sub: EVENT.userName,
      email: 'jane@example.com',
    },
  ]);
});

test('an invitation has a placeholder for the name, and a user may have a language', async () => {
  const { handler, requests } = trigger(undefined);
  const { userAttributes } = request;
  await handler({
    ...rest,
    request: {
      ...request,
      usernameParameter: '{username}',
      userAttributes: { ...userAttributes, locale: 'de-AT' },
    },
  });
  expect(requests).toMatchObject([{ namePlaceholder: '{username}', language: 'de-AT' }]);
});

test('without a sub, the user is the name', async () => {
  const { handler, requests } = trigger(undefined);
  await handler(withAttributes({ email: 'jane@example.com' }));
  expect(requests).toMatchObject([{ sub: EVENT.userName }]);
});

test('returns the event as it is if the pool’s own text stays', async () => {
  await expect(trigger(undefined).handler(EVENT)).resolves.toEqual(EVENT);
  const { handler, requests } = trigger({ subject: 'x', html: 'y' });
  const bySms = withAttributes({ phone_number: '+15550100' });
  await expect(handler(bySms)).resolves.toEqual(bySms);
  expect(requests).toEqual([]);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['no request', { ...EVENT, request: undefined }],
  ['no code parameter', { ...EVENT, request: { ...request, codeParameter: null } }],
])('fails with a sentence that tells nothing, and logs the cause: %s', async (_, event) => {
  const { handler, failures } = trigger({ subject: 'x', html: 'y' });
  await expect(handler(event)).rejects.toThrow(/^the mail could not be written$/);
  expect(failures).toHaveLength(1);
});

test('fails if the text cannot be written', async () => {
  const { handler, failures } = trigger(new Error('a secret of the service'));
  await expect(handler(EVENT)).rejects.toThrow(/^the mail could not be written$/);
  expect(failures).toEqual([expect.objectContaining({ message: 'a secret of the service' })]);
});
