import { randomBytes } from 'node:crypto';
import type { MailOutcome } from '../mail-door/mail-outcome.ts';
import {
  type OrderMailPorts,
  orderMail,
  replyWithDelivery,
  requireName,
} from '../mail-door/order-mail.ts';
import type { Input, Reply } from '../use-case.ts';
import { checkAttributes } from './attributes.ts';
import type { Attributes, SignUpIdentity } from './sign-up-identity.ts';

export interface SignUpPorts extends OrderMailPorts {
  identity: Pick<SignUpIdentity, 'resendCode' | 'signUp'>;
  /** The attributes that users may set. */
  attributes: readonly string[];
}

/**
 * Creates an unconfirmed account, or sends the code of an existing one again. Its password is
 * random: whoever signs an address up need not own it, so the owner sets the password together with
 * the code.
 */
export async function signUp(
  ports: SignUpPorts,
  { body, address, deviceCookies }: Input<'signUp'>,
): Promise<Reply> {
  const { username, captcha, attributes = {} } = body;
  requireName(username, 'email');
  checkAttributes(attributes, ports.attributes);
  await orderMail(ports, { username, captcha, purpose: 'sign_up', address, deviceCookies }, () =>
    createOrResend(ports, username, attributes),
  );
  return replyWithDelivery(username);
}

/**
 * Makes the same two calls for every state of the account. Cognito pretends to send a code to an
 * unknown name, and refuses to create a name that exists.
 */
async function createOrResend(
  { identity }: SignUpPorts,
  username: string,
  attributes: Attributes,
): Promise<MailOutcome> {
  const again = await identity.resendCode(username);
  const created = await identity.signUp(username, randomPassword(), attributes);
  return created === 'exists' ? again : created;
}

/** Longer than any minimum of a user pool, with every kind of character that one can demand. */
const randomPassword = (): string => `aA1-${randomBytes(96).toString('base64url')}`;
