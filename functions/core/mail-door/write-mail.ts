import { type MailText, writeMailText } from './mail-texts.ts';
import { createCodeSuffix, type MailedCodePorts, type MailedCodePurpose } from './mailed-code.ts';

/** A mail that Cognito is about to send. */
export interface MailRequest {
  /** Cognito's name of the occasion, such as `CustomMessage_SignUp`. */
  occasion: string;
  /** The text that Cognito replaces with its code. */
  placeholder: string;
  sub: string;
  email: string;
}

/**
 * What the code of each occasion is for. Every other mail, such as an invitation with a temporary
 * password, keeps the text of the user pool.
 */
const PURPOSES: Readonly<Record<string, MailedCodePurpose>> = {
  CustomMessage_SignUp: 'sign_up',
  CustomMessage_ResendCode: 'sign_up',
  CustomMessage_ForgotPassword: 'reset_password',
  CustomMessage_Authentication: 'sign_in',
  CustomMessage_UpdateUserAttribute: 'change_email',
  CustomMessage_VerifyUserAttribute: 'change_email',
};

/**
 * Writes a mail of Cognito's. Returns undefined if the mail keeps the text of the user pool.
 * @throws {AuthError|INTERNAL_ERROR} if the keys cannot be read. A code without its MAC would be of
 * no use, so the mail must then not be sent.
 */
export async function writeMail(
  ports: MailedCodePorts,
  { occasion, placeholder, sub, email }: MailRequest,
): Promise<MailText | undefined> {
  const purpose = Object.hasOwn(PURPOSES, occasion) ? PURPOSES[occasion] : undefined;
  if (purpose === undefined) return undefined;
  // AWS does not document whether the trigger sees the old or the new address of a change.
  const holder = purpose === 'change_email' ? sub : email;
  const suffix = await createCodeSuffix(ports, { purpose, holder });
  return writeMailText(purpose, `${placeholder}${suffix}`);
}
