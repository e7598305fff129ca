import { randomBytes } from 'node:crypto';
import type { AppEvents } from '../app-events/app-events.ts';
import type { MailOutcome } from '../mail-door/mail-outcome.ts';
import {
  type OrderMailPorts,
  orderMail,
  replyWithDelivery,
  requireName,
} from '../mail-door/order-mail.ts';
import type { Notices } from '../notices/notices.ts';
import type { Input, Reply } from '../use-case.ts';
import { checkAttributes } from './attributes.ts';
import type { Attributes, SignUpIdentity } from './sign-up-identity.ts';

export interface SignUpPorts extends OrderMailPorts {
  identity: Pick<SignUpIdentity, 'resendCode' | 'signUp'>;
  notices: Notices;
  appEvents: AppEvents;
  /** The attributes that users may set. */
  attributes: readonly string[];
}

/**
 * Creates an unconfirmed account, or sends the code of an existing one again. Its password is
 * random, because anybody can sign an address up. The owner of the address sets a password together
 * with the code.
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
 * Makes the same calls for every state of the account. Cognito pretends to send a code to an unknown
 * name, and refuses to create a name that exists. The owner of a confirmed account gets a notice.
 */
async function createOrResend(
  { identity, notices, appEvents }: SignUpPorts,
  username: string,
  attributes: Attributes,
): Promise<MailOutcome> {
  const again = await identity.resendCode(username);
  const { outcome, sub } = await identity.signUp(username, randomPassword(), attributes);
  const isTaken = outcome === 'exists' && again === 'confirmed';
  const event = sub === undefined ? undefined : ({ kind: 'signed_up', sub } as const);
  await Promise.all([
    notices.send(
      isTaken ? { kind: 'address_in_use', to: username, language: attributes.locale } : undefined,
    ),
    appEvents.publish(event && { ...event, email: username }),
  ]);
  return outcome === 'exists' ? again : outcome;
}

/** Longer than any minimum of a user pool, with every kind of character that one can demand. */
const randomPassword = (): string => `aA1-${randomBytes(96).toString('base64url')}`;
