import { AuthError } from '../error.ts';
import {
  type AnnouncePorts,
  announcePasswordChange,
} from '../passwords/announce-password-change.ts';
import { toNormalForm } from '../passwords/normal-form.ts';
import { checkPassword, type PasswordRules } from '../passwords/password-rules.ts';
import {
  type EndSessionsOfUserPorts,
  endSessionsOfUser,
} from '../sessions/end-sessions-of-user.ts';
import { requireRecentFactors } from '../sessions/recent-sign-in.ts';
import { renewSignIn } from '../sessions/renew-sign-in.ts';
import type { Session } from '../sessions/session-store.ts';
import { obtainUserToken, type UserTokenPorts } from '../sessions/user-token.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import { withLimitWindow } from './limit-window.ts';
import type { OwnAccount } from './own-account.ts';
import { type ProvePasswordPorts, provePassword } from './prove-password.ts';
import {
  endOfSecond,
  fingerprintNames,
  readOwnDevice,
  type UserDevicesPorts,
  voidDevicesOf,
  welcomeDevice,
} from './user-devices.ts';

export interface ChangePasswordPorts
  extends ProvePasswordPorts,
    EndSessionsOfUserPorts,
    UserTokenPorts,
    UserDevicesPorts,
    AnnouncePorts {
  identity: ProvePasswordPorts['identity'];
  account: Pick<OwnAccount, 'changePassword'>;
  passwordRules: PasswordRules;
}

/**
 * Changes the password. The other sessions end before, so that whatever fails afterwards, no session
 * outlives the old password. Those that begin with the old password in between end after.
 */
export async function changePassword(
  ports: ChangePasswordPorts,
  { session, body, deviceCookies }: Input<'changePassword'>,
): Promise<Reply> {
  const current = toNormalForm(body.current_password);
  const context = { username: session.user.email ?? session.user.username };
  const next = checkPassword(body.new_password, context, ports.passwordRules);
  const { accessToken, amr } = await authorise(ports, session, current);
  await endOthers(ports, session);
  await withLimitWindow(ports.account.changePassword(accessToken, current, next));
  ports.audit('password_changed', { sub: session.sub, sid: session.sid });
  // Last: a sign-in that stores its session after that list sees that the devices are void.
  const reply = await keepSession(ports, { ...session, amr }, deviceCookies).finally(() =>
    endOthers(ports, session),
  );
  await announcePasswordChange(ports, session.user);
  return reply;
}

const endOthers = (ports: ChangePasswordPorts, { sub, sid }: Session): Promise<void> =>
  endSessionsOfUser(ports, sub, { kept: sid, reason: 'password_changed' });

/**
 * Checks the current password and obtains an access token.
 * @throws {REAUTHENTICATION_REQUIRED} if a factor is on, and the last sign-in is not recent or did
 * not include it. The password alone is not enough then.
 */
async function authorise(
  ports: ChangePasswordPorts,
  session: Session,
  current: string,
): Promise<{ accessToken: string } & Pick<Session, 'amr'>> {
  // Both are awaited in any case, so that the attempt is settled.
  const [proof, token] = await Promise.allSettled([
    provePassword(ports, session, current, () => new AuthError('CHALLENGE_REQUIRED')),
    obtainUserToken(ports, session),
  ]);
  const needsFactor = proof.status === 'rejected';
  if (needsFactor) {
    if (!isRightWithFactor(proof.reason)) throw proof.reason;
    requireRecentFactors(session, inSeconds(ports.clock()));
  }
  if (token.status === 'rejected') throw token.reason;
  return { accessToken: token.value, amr: needsFactor ? session.amr : ['pwd'] };
}

const isRightWithFactor = (error: unknown): boolean =>
  error instanceof AuthError && error.code === 'CHALLENGE_REQUIRED';

/**
 * Lets the session go on. CloudTrail reports the change minutes later, and that event ends sessions
 * whose sign-in is older, so the time is taken after the answer of the upstream.
 */
async function keepSession(
  ports: ChangePasswordPorts,
  session: Session,
  deviceCookies: readonly string[],
): Promise<Reply> {
  const since = endOfSecond(ports.clock);
  const { email, username } = session.user;
  const [accounts, device] = await Promise.all([
    fingerprintNames(ports, [email, username]),
    readOwnDevice(ports, session, deviceCookies),
  ]);
  const account = device.own?.account;
  const welcomed = account ? await welcomeDevice(ports, device, { account, since }) : undefined;
  await Promise.all([
    renewSignIn(ports, session, { amr: session.amr, device: welcomed?.nonce ?? null }),
    voidDevicesOf(ports, [...accounts, account], since),
  ]);
  return welcomed ? { cookies: [welcomed.cookie] } : {};
}
