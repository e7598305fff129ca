import type { FactorPreference } from '../mfa/factors.ts';
import { type RecentProofPorts, requireRecentProof } from '../mfa/recent-proof.ts';
import type { Notices } from '../notices/notices.ts';
import type { Audit, Report } from '../ports.ts';
import type { Session } from '../sessions/session-store.ts';
import type { Input, Reply } from '../use-case.ts';
import type { OwnPasskeys } from './own-passkeys.ts';
import { onlyNamesOf, type PasskeyNames } from './passkey-names.ts';

export interface RemovePasskeyPorts extends RecentProofPorts {
  preference: FactorPreference;
  passkeys: Pick<OwnPasskeys, 'list' | 'remove'>;
  passkeyNames: Pick<PasskeyNames, 'change'>;
  notices: Notices;
  audit: Audit;
  report: Report;
}

/**
 * Removes a passkey of the caller, or does nothing if there is none. Every step is done again if the
 * request is repeated after a failure.
 */
export async function removePasskey(
  ports: RemovePasskeyPorts,
  { session, parameters: { id } }: Input<'removePasskey'>,
): Promise<Reply> {
  const { accessToken, factors } = await requireRecentProof(ports, session);
  const stored = await ports.passkeys.list(accessToken);
  if (stored.some((passkey) => passkey.id === id)) {
    await ports.passkeys.remove(accessToken, id);
    await announce(ports, session);
  }
  const rest = stored.map((passkey) => passkey.id).filter((other) => other !== id);
  await Promise.all([
    // A factor that the user does not have must not stay on.
    rest.length === 0 &&
      factors.totp &&
      ports.preference.setFactors(accessToken, { passkeys: false }),
    ports.passkeyNames.change(session.sub, onlyNamesOf(rest)).catch(ports.report),
  ]);
  return {};
}

async function announce(
  { audit, notices }: RemovePasskeyPorts,
  { sub, sid, user }: Session,
): Promise<void> {
  audit('passkey_removed', { sub, sid });
  await notices.send(user.email ? { kind: 'passkey_removed', to: user.email } : undefined);
}
