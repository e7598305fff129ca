import { MAILED_CODE } from '../../../contract/limits.ts';
import type { AppEvents } from '../app-events/app-events.ts';
import { AuthError } from '../error.ts';
import { type CodeFormat, invalidCode, readMailedCode } from '../mail-door/mailed-code.ts';
import type { Notices } from '../notices/notices.ts';
import { inBatches } from '../sessions/in-batches.ts';
import type { EmailChange, Session } from '../sessions/session-store.ts';
import type { UserSessions } from '../sessions/user-sessions.ts';
import { obtainUserToken, type UserTokenPorts } from '../sessions/user-token.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply, ReplyCookie } from '../use-case.ts';
import { type AccountPorts, readStoredAccount } from './account.ts';
import { isSameName } from './change-email.ts';
import { withLimitWindow } from './limit-window.ts';
import type { OwnAccount } from './own-account.ts';
import {
  endOfSecond,
  fingerprintNames,
  readOwnDevice,
  startNamesAnew,
  type UserDevicesPorts,
  voidDevicesOf,
  welcomeDevice,
} from './user-devices.ts';

export interface ConfirmEmailPorts extends UserTokenPorts, UserDevicesPorts, AccountPorts {
  account: Pick<OwnAccount, 'confirmEmail'>;
  userSessions: UserSessions;
  keys: UserDevicesPorts['keys'];
  /** The form of the codes in the mails of the user pool. */
  codeFormat: CodeFormat;
  notices: Notices;
  appEvents: AppEvents;
}

/**
 * Makes the new address the name of the next sign-in. If the request fails after the upstream has
 * accepted the code, a repetition does the rest. The other sessions go on: otherwise a thief who
 * changes the address would sign the owner out.
 */
export async function confirmEmail(
  ports: ConfirmEmailPorts,
  { session, body: { code }, deviceCookies }: Input<'confirmEmail'>,
): Promise<Reply> {
  const pending = requirePending(session, inSeconds(ports.clock()));
  const subject = { purpose: 'change_email', holder: session.sub } as const;
  const upstreamCode = await readMailedCode(ports, code, subject, ports.codeFormat);
  const accessToken = await obtainUserToken(ports, session);
  const email = await prove(ports, { session, accessToken, code: upstreamCode, pending });
  const [device, cookie] = await followName(ports, { session, email, deviceCookies });
  await announce(ports, session, email);
  // Last: the session remembers the change until everything else is done.
  await renameSession(ports, session, { email, device });
  return { cookies: [cookie] };
}

/** Tells the owner of the former address and the customer's app. */
async function announce(
  { audit, notices, appEvents }: ConfirmEmailPorts,
  { sub, sid, user }: Session,
  email: string,
): Promise<void> {
  audit('email_changed', { sub, sid });
  await Promise.all([
    notices.send(user.email ? { kind: 'email_changed', to: user.email } : undefined),
    appEvents.publish({ kind: 'email_changed', sub, email }),
  ]);
}

/** Returns the new address that this session waits for. */
function requirePending({ emailChange }: Session, now: number): EmailChange {
  if (!emailChange) throw invalidCode('not expected by this session');
  if (now - emailChange.requestedAt > MAILED_CODE.lifetimes.change_email)
    throw new AuthError('CODE_EXPIRED');
  return emailChange;
}

interface Proof {
  session: Session;
  accessToken: string;
  code: string;
  pending: EmailChange;
}

/** Has the upstream check the code. Returns the address that is the current one afterwards. */
async function prove(ports: ConfirmEmailPorts, proof: Proof): Promise<string> {
  const { session, accessToken, code, pending } = proof;
  const refusal = await withLimitWindow(ports.account.confirmEmail(accessToken, code)).then(
    () => undefined,
    toRefusal,
  );
  // Another session may have asked for another address since, so the upstream decides.
  const { email, email_verified: verified } = (await readStoredAccount(ports, session)).attributes;
  if (email === undefined) throw new AuthError('BAD_GATEWAY', { cause: new Error('no address') });
  const isDone = verified === 'true' && isSameName(email, pending.email);
  if (refusal && !isDone) throw refusal;
  return email;
}

/** Returns the error if the code may have been used by a request whose answer was lost. */
function toRefusal(error: unknown): AuthError {
  if (!(error instanceof AuthError)) throw error;
  if (error.code === 'INVALID_CODE') {
    return new AuthError('INVALID_CODE', { variant: 'mailed', cause: error.cause });
  }
  if (error.code === 'CODE_EXPIRED') return error;
  if (error.code !== 'CONFLICT') throw error;
  throw new AuthError('CONFLICT', {
    details: { field: 'email', issue: 'belongs to another account' },
    cause: error.cause,
  });
}

/**
 * Lets the other sessions and the devices follow the new name. Device cookies for the old name are
 * void, because another person may get it, and so are those that another person had for the new one.
 * The mailbox is proven, so the device of the request becomes known. Returns its nonce and cookie.
 */
async function followName(
  ports: ConfirmEmailPorts,
  { session, email, deviceCookies }: NewName,
): Promise<[nonce: string, cookie: ReplyCookie]> {
  const now = inSeconds(ports.clock());
  const { username, email: former } = session.user;
  const [[account = ''], accounts, sessions, device] = await Promise.all([
    fingerprintNames(ports, [email]),
    fingerprintNames(ports, [username, former]),
    ports.userSessions.list(session.sub, now),
    readOwnDevice(ports, session, deviceCookies),
  ]);
  // Before the cookies are void, so that no refresh makes one of them valid again.
  const others = sessions.filter(({ sid }) => sid !== session.sid);
  await inBatches(others, (batch) =>
    Promise.all(batch.map((other) => renameSession(ports, other, { email, device: null }))),
  );
  const since = endOfSecond(ports.clock);
  await Promise.all([
    voidDevicesOf(ports, [...accounts, device.own?.account], since),
    startNamesAnew(ports, [account], since),
  ]);
  const { nonce, cookie } = await welcomeDevice(ports, device, { account, since });
  return [nonce, cookie];
}

interface NewName {
  session: Session;
  email: string;
  deviceCookies: readonly string[];
}

async function renameSession(
  { sessions, clock }: ConfirmEmailPorts,
  session: Session,
  { email, device }: { email: string; device: string | null },
): Promise<void> {
  const user = { ...session.user, email };
  await sessions.change(session, { user, device, emailChange: null }, inSeconds(clock()));
}
