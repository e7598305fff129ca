import { orderMail, replyWithDelivery, requireName } from '../mail-door/order-mail.ts';
import type { Input, Reply } from '../use-case.ts';
import type { SignUpPorts } from './sign-up.ts';

/** Sends the code of an unconfirmed account again. */
export async function resendCode(
  ports: Omit<SignUpPorts, 'attributes' | 'notices' | 'appEvents'>,
  { body: { username, captcha }, address, deviceCookies }: Input<'resendCode'>,
): Promise<Reply> {
  requireName(username, 'email');
  await orderMail(ports, { username, captcha, purpose: 'sign_up', address, deviceCookies }, () =>
    ports.identity.resendCode(username),
  );
  return replyWithDelivery(username);
}
