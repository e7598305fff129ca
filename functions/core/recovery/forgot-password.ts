import type { NameSetting } from '../login/name.ts';
import {
  type OrderMailPorts,
  orderMail,
  replyWithDelivery,
  requireName,
} from '../mail-door/order-mail.ts';
import type { Input, Reply } from '../use-case.ts';
import type { RecoveryIdentity } from './recovery-identity.ts';

export interface ForgotPasswordPorts extends OrderMailPorts {
  identity: Pick<RecoveryIdentity, 'sendResetCode'>;
  /** Which names may sign in. */
  names: NameSetting;
}

/** Sends a code with which the password can be reset. */
export async function forgotPassword(
  ports: ForgotPasswordPorts,
  { body: { username, captcha }, address, deviceCookies }: Input<'forgotPassword'>,
): Promise<Reply> {
  requireName(username, ports.names);
  await orderMail(
    ports,
    { username, captcha, purpose: 'reset_password', address, deviceCookies },
    () => ports.identity.sendResetCode(username),
  );
  return replyWithDelivery(username);
}
