import type { FactorPreference } from '../mfa/factors.ts';
import { type RecentProofPorts, requireRecentProof } from '../mfa/recent-proof.ts';
import type { Audit, Report } from '../ports.ts';
import type { Input, Reply } from '../use-case.ts';
import { type ChangePasskeysPorts, changePasskeys } from './change-passkeys.ts';
import type { OwnPasskeys } from './own-passkeys.ts';
import { onlyNamesOf, type PasskeyNames } from './passkey-names.ts';

export interface RemovePasskeyPorts extends RecentProofPorts, ChangePasskeysPorts {
  preference: FactorPreference;
  passkeys: Pick<OwnPasskeys, 'list' | 'remove'>;
  passkeyNames: Pick<PasskeyNames, 'change'>;
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
    await changePasskeys(ports, session, 'removed', ports.passkeys.remove(accessToken, id));
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
