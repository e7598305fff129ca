/** The event of Cognito's trigger for custom messages (AWS: "Custom message Lambda trigger"). */

import * as z from 'zod/mini';
import type { MailRequest } from '../../core/mail-door/write-mail.ts';
import type { Mail } from '../../core/mails/compose-mail.ts';

const messageEvent = z.looseObject({
  triggerSource: z.string(),
  userName: z.string(),
  request: z.looseObject({
    codeParameter: z.string().check(z.minLength(1)),
    usernameParameter: z.nullish(z.string()),
    userAttributes: z.looseObject({
      sub: z.optional(z.string()),
      email: z.optional(z.string()),
      locale: z.optional(z.string()),
    }),
  }),
  response: z.looseObject({}),
});

/** Returns the event with the text of the mail. An error makes Cognito's call fail. */
export type MessageTrigger = (event: unknown) => Promise<z.output<typeof messageEvent>>;

/**
 * Creates the handler of the trigger.
 * @param logFailure logs the causes. Cognito passes the message of the error on to its own caller.
 */
export const createMessageTrigger =
  ({
    write,
    logFailure,
  }: {
    write: (request: MailRequest) => Promise<Pick<Mail, 'subject' | 'html'> | undefined>;
    logFailure: (error: unknown, fields: Readonly<Record<string, string>>) => void;
  }): MessageTrigger =>
  async (event) => {
    try {
      const message = z.parse(messageEvent, event);
      const { codeParameter, usernameParameter, userAttributes } = message.request;
      // Without it, the name is the `sub`: people sign in to the pool by their address.
      const { sub = message.userName, email, locale } = userAttributes;
      // A text message has no text of ours.
      const text =
        email === undefined
          ? undefined
          : await write({
              occasion: message.triggerSource,
              placeholder: codeParameter,
              namePlaceholder: usernameParameter ?? undefined,
              sub,
              email,
              language: locale,
            });
      return {
        ...message,
        response: {
          ...message.response,
          ...(text && { emailSubject: text.subject, emailMessage: text.html }),
        },
      };
    } catch (error) {
      logFailure(error, {});
      throw new Error('the mail could not be written');
    }
  };
