import type { DeliveryResponse } from '../../../contract/schemas/index.ts';
import { badRequest } from '../error.ts';
import { isAllowedName, isDistinctName, type NameSetting, NOT_DISTINCT } from '../login/name.ts';
import { verdictOf } from '../login/verdict.ts';
import type { Audit } from '../ports.ts';
import type { Reply } from '../use-case.ts';
import type { Admission, MailDoor, MailOrder } from './mail-door.ts';
import type { MailOutcome } from './mail-outcome.ts';

export interface OrderMailPorts {
  mailDoor: MailDoor;
  audit: Audit;
}

/**
 * Has a mail sent if that is permitted now. Returns undefined if it was not.
 * @throws what {@link MailDoor.admit} and `send` throw. The account may then ask again at once, if
 * the upstream has certainly sent nothing.
 */
export const orderMail = async (
  ports: OrderMailPorts,
  order: MailOrder,
  send: () => Promise<MailOutcome>,
): Promise<MailOutcome | undefined> =>
  sendAdmitted(ports, order, await ports.mailDoor.admit(order), send);

/** Does the same for a request that was decided about before. */
export async function sendAdmitted(
  { audit }: Pick<OrderMailPorts, 'audit'>,
  { purpose }: Pick<MailOrder, 'purpose'>,
  { maySend, notSent }: Admission,
  send: () => Promise<MailOutcome>,
): Promise<MailOutcome | undefined> {
  if (!maySend) return undefined;
  try {
    const outcome = await send();
    if (outcome === 'failed') {
      audit('mail_failed', { purpose });
      await notSent();
    } else if (outcome !== 'sent') audit('mail_refused', { purpose, outcome });
    return outcome;
  } catch (error) {
    if (verdictOf(error) === 'unprocessed') await notSent();
    throw error;
  }
}

/**
 * Checks a name to which a mail is to be sent. The result does not depend on any account.
 * @throws {AuthError|BAD_REQUEST} if it cannot be the name of an account.
 */
export function requireName(username: string, setting: NameSetting): void {
  if (isAllowedName(username, setting)) return;
  throw badRequest('username', explainRefusal(username, setting));
}

function explainRefusal(username: string, setting: NameSetting): string {
  if (setting === 'any') return 'must not be a UUID';
  return isDistinctName(username) ? 'must be an e-mail address' : NOT_DISTINCT;
}

/**
 * Returns the one reply to all who ask for a mail. The destination comes from the name that was
 * typed, because the upstream answers differently for existing accounts.
 */
export function replyWithDelivery(username: string): Reply {
  const body: DeliveryResponse = { delivery: { medium: 'email', destination: mask(username) } };
  return { body };
}

/** Keeps the first character of both parts of an address. */
export const mask = (address: string): string => {
  const at = address.lastIndexOf('@');
  const parts = at < 0 ? [address] : [address.slice(0, at), address.slice(at + 1)];
  return parts.map((part) => `${[...part][0] ?? ''}***`).join('@');
};
