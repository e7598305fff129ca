import { orderMail, replyWithDelivery, requireName } from '../mail-door/order-mail.ts';
import type { Input, Reply } from '../use-case.ts';
import type { SignUpPorts } from './sign-up.ts';

/**
 * Sends the code of an unconfirmed account again. The owner of a confirmed account gets a notice, as
 * at a sign-up: somebody waits for a code that Cognito does not send.
 */
export async function resendCode(
  ports: Omit<SignUpPorts, 'attributes' | 'appEvents'>,
  { body: { username, captcha }, address, deviceCookies }: Input<'resendCode'>,
): Promise<Reply> {
  requireName(username, 'email');
  const order = { username, captcha, purpose: 'sign_up', address, deviceCookies } as const;
  await orderMail(ports, order, async () => {
    const outcome = await ports.identity.resendCode(username);
    await ports.notices.send(
      outcome === 'confirmed' ? { kind: 'address_in_use', to: username } : undefined,
    );
    return outcome;
  });
  return replyWithDelivery(username);
}
