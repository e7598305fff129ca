import type { CodeMailKind } from '../../../contract/mails.ts';
import { composeMail, type Mail } from '../mails/compose-mail.ts';
import { createCodeSuffix, type MailedCodePorts, type MailedCodePurpose } from './mailed-code.ts';

/** A mail that Cognito is about to send. */
export interface MailRequest {
  /** Cognito's name of the occasion, such as `CustomMessage_SignUp`. */
  occasion: string;
  /** The text that Cognito replaces with its code or temporary password. */
  placeholder: string;
  /** The text that Cognito replaces with the name, in an invitation. */
  namePlaceholder?: string | undefined;
  sub: string;
  email: string;
  /** The user's `locale`. */
  language?: string | undefined;
}

export interface WriteMailPorts extends MailedCodePorts {
  /** The name of the customer's service. Defaults to no name. */
  service?: string | undefined;
}

/** What the code of each occasion is for, if the service checks the code before Cognito does. */
const PURPOSES: Readonly<Record<string, MailedCodePurpose>> = {
  CustomMessage_SignUp: 'sign_up',
  CustomMessage_ResendCode: 'sign_up',
  CustomMessage_ForgotPassword: 'reset_password',
  CustomMessage_Authentication: 'sign_in',
  CustomMessage_UpdateUserAttribute: 'change_email',
  CustomMessage_VerifyUserAttribute: 'change_email',
};

/** The other mails, whose code or temporary password goes to Cognito as it is. */
const PLAIN: Readonly<Record<string, CodeMailKind>> = {
  CustomMessage_AdminCreateUser: 'invitation',
};

/**
 * Writes a mail of Cognito's. Returns undefined if the mail keeps the text of the user pool.
 * @throws {AuthError|INTERNAL_ERROR} if the keys cannot be read. A code without its MAC would be of
 * no use, so the mail must then not be sent.
 */
export async function writeMail(
  ports: WriteMailPorts,
  { occasion, placeholder, namePlaceholder = '', sub, email, language }: MailRequest,
): Promise<Mail | undefined> {
  const compose = (kind: CodeMailKind, code: string) =>
    composeMail(kind, {
      language,
      service: ports.service,
      values: { code, username: namePlaceholder },
    });
  const plain = Object.hasOwn(PLAIN, occasion) ? PLAIN[occasion] : undefined;
  if (plain !== undefined) return compose(plain, placeholder);
  const purpose = Object.hasOwn(PURPOSES, occasion) ? PURPOSES[occasion] : undefined;
  if (purpose === undefined) return undefined;
  // AWS does not document whether the trigger sees the old or the new address of a change.
  const holder = purpose === 'change_email' ? sub : email;
  const suffix = await createCodeSuffix(ports, { purpose, holder });
  return compose(purpose, `${placeholder}${suffix}`);
}
