import { AuthError, badRequest } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { fingerprinter } from '../login/guess.ts';
import { isDistinctName, NOT_DISTINCT, toCanonicalName } from '../login/name.ts';
import type { MailStore } from '../mail-door/mail-store.ts';
import { replyWithDelivery } from '../mail-door/order-mail.ts';
import { type RecentProofPorts, requireRecentProof } from '../mfa/recent-proof.ts';
import type { Notices } from '../notices/notices.ts';
import type { EmailChange, Session } from '../sessions/session-store.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import type { EmailOutcome, OwnAccount } from './own-account.ts';

export interface ChangeEmailPorts extends RecentProofPorts {
  mails: Pick<MailStore, 'reserve'>;
  notices: Notices;
  keys: Pick<ServiceKeys, 'permanent'>;
  account: Pick<OwnAccount, 'requestEmail'>;
}

/**
 * Has a code mailed to a new address. The session remembers the address, so that only this session
 * can confirm it. The reply tells neither whether the address belongs to another user nor whether
 * the limits of mails are reached. In the latter case, the last code stays valid.
 */
export async function changeEmail(
  ports: ChangeEmailPorts,
  { session, body: { email } }: Input<'changeEmail'>,
): Promise<Reply> {
  const now = inSeconds(ports.clock());
  if (session.user.email !== null && isSameName(email, session.user.email)) {
    throw badRequest('email', 'is the current address');
  }
  if (!isDistinctName(email)) throw badRequest('email', NOT_DISTINCT);
  const { accessToken } = await requireRecentProof(ports, session);
  if (await mayMail(ports, session, email, now)) {
    await mailCode(ports, { session, accessToken, emailChange: { email, requestedAt: now } });
  }
  return replyWithDelivery(email);
}

/** Counts the mail for the user, and for the address, whose limit all users share. */
async function mayMail(
  { mails, keys, audit }: ChangeEmailPorts,
  { sub, sid }: Session,
  email: string,
  now: number,
): Promise<boolean> {
  const fingerprint = fingerprinter(await keys.permanent('counters'));
  const places = [sub, toCanonicalName(email)].map(
    (holder) => `mails.${fingerprint('mails', 'change_email', holder)}`,
  );
  const taken = await Promise.all(places.map((id) => mails.reserve(id, now)));
  const isAllowed = taken.every(Boolean);
  if (!isAllowed) audit('mail_withheld', { sub, sid, purpose: 'change_email' });
  return isAllowed;
}

interface Order {
  session: Session;
  accessToken: string;
  emailChange: EmailChange;
}

/**
 * The owner of the current address gets a notice in any case. A missing one would reveal that the
 * new address is taken.
 */
async function mailCode(ports: ChangeEmailPorts, order: Order): Promise<void> {
  const { session, accessToken, emailChange } = order;
  const { email, requestedAt } = emailChange;
  // First, so that a code never arrives that no session waits for.
  if (!(await ports.sessions.change(session, { emailChange }, requestedAt))) {
    throw new AuthError('INVALID_TOKEN', { variant: 'revoked' });
  }
  const outcome = await requestEmail(ports, accessToken, email);
  const { sub, sid, user } = session;
  ports.audit('email_change_requested', { sub, sid, outcome });
  await Promise.all([
    ports.notices.send(user.email ? { kind: 'email_changing', to: user.email } : undefined),
    ports.notices.send(outcome === 'taken' ? { kind: 'address_in_use', to: email } : undefined),
  ]);
}

export const isSameName = (one: string, other: string): boolean =>
  toCanonicalName(one) === toCanonicalName(other);

async function requestEmail(
  { account }: ChangeEmailPorts,
  accessToken: string,
  email: string,
): Promise<EmailOutcome> {
  try {
    return await account.requestEmail(accessToken, email);
  } catch (error) {
    if (!(error instanceof AuthError) || error.code !== 'BAD_REQUEST') throw error;
    throw badRequest('email', 'must be an e-mail address', error.cause);
  }
}
