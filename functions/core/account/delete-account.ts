import { type AppEvents, sessionsEnded } from '../app-events/app-events.ts';
import type { PasswordAttempts } from '../login/password-attempts.ts';
import { type RecentProofPorts, requireRecentProof } from '../mfa/recent-proof.ts';
import {
  AUDITED_REASONS,
  type EndSessionsOfUserPorts,
  endSessionsOfUser,
} from '../sessions/end-sessions-of-user.ts';
import type { Input, Reply, ReplyCookie } from '../use-case.ts';
import type { OwnAccount } from './own-account.ts';
import {
  endOfSecond,
  fingerprintNames,
  type OwnDevice,
  readOwnDevice,
  startNamesAnew,
  type UserDevicesPorts,
} from './user-devices.ts';

export interface DeleteAccountPorts
  extends EndSessionsOfUserPorts,
    RecentProofPorts,
    UserDevicesPorts {
  account: Pick<OwnAccount, 'delete'>;
  passwords: Pick<PasswordAttempts, 'clear'>;
  passkeyNames: {
    /** Deletes the names of the passkeys of a user. */
    forget(sub: string): Promise<void>;
  };
  appEvents: AppEvents;
}

/**
 * Deletes the user. The other sessions end before, and all that are left end after, so that no JWT
 * of a deleted user is accepted even if the request fails on the way. A new user may have the same
 * name at once, so nothing that belongs to the name is left.
 */
export async function deleteAccount(
  ports: DeleteAccountPorts,
  { session, deviceCookies }: Input<'deleteAccount'>,
): Promise<Reply> {
  const { accessToken } = await requireRecentProof(ports, session);
  const { sub, sid, user } = session;
  await endSessionsOfUser(ports, sub, { kept: sid, reason: 'account_deleted' });
  await ports.account.delete(accessToken);
  ports.audit('account_deleted', { sub, sid });
  const [cookies] = await Promise.all([
    forget(ports, { user, device: session.device, sub }, deviceCookies),
    ports.sessions.endAll(sub),
  ]);
  // A sign-in that stores its session after that sees that the devices of the name are void.
  await ports.sessions.endAll(sub);
  ports.audit('session_ended', { sub, sid, reason: AUDITED_REASONS.account_deleted });
  await Promise.all([
    ports.appEvents.publish({ kind: 'deleted', sub }),
    ports.appEvents.publish(sessionsEnded(sub, 'account_deleted', [sid])),
  ]);
  return { cookies };
}

/**
 * Deletes what is stored about the names, the passwords and the passkeys of a user. The user is
 * gone, so a failure is reported and does not change the answer. Returns the cookies of the client.
 */
async function forget(
  ports: DeleteAccountPorts,
  { user, device, sub }: Pick<Input<'deleteAccount'>['session'], 'user' | 'device' | 'sub'>,
  deviceCookies: readonly string[],
): Promise<ReplyCookie[]> {
  try {
    const [accounts, ownDevice] = await Promise.all([
      fingerprintNames(ports, [user.email, user.username]),
      readOwnDevice(ports, { device }, deviceCookies),
    ]);
    const ofUser = [...accounts, ownDevice.own?.account];
    await Promise.all([
      startNamesAnew(ports, ofUser, endOfSecond(ports.clock)),
      ports.passwords.clear(sub),
      ports.passkeyNames.forget(sub),
    ]);
    return [CLEAR_REFRESH, await withoutAccounts(ports, ownDevice, ofUser)];
  } catch (error) {
    ports.report(error);
    return [CLEAR_REFRESH];
  }
}

const CLEAR_REFRESH: ReplyCookie = { kind: 'refresh', clear: true };

/** Keeps what the device cookie holds of other accounts. */
async function withoutAccounts(
  { devices }: UserDevicesPorts,
  { shown }: OwnDevice,
  accounts: readonly (string | undefined)[],
): Promise<ReplyCookie> {
  const others = shown.filter(({ account }) => !accounts.includes(account));
  return others.length > 0 ? devices.write(others) : { kind: 'device', clear: true };
}
