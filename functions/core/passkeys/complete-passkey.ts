import { isForeignOrigin, parseClientData } from '../challenges/client-data.ts';
import { AuthError } from '../error.ts';
import type { FactorPreference, Factors } from '../mfa/factors.ts';
import { type RecentProofPorts, requireRecentProof } from '../mfa/recent-proof.ts';
import type { Audit, Report } from '../ports.ts';
import { describeClient } from '../sessions/client-description.ts';
import type { Input, Reply } from '../use-case.ts';
import { type ChangePasskeysPorts, changePasskeys } from './change-passkeys.ts';
import type { OwnPasskeys } from './own-passkeys.ts';
import { explainLimit } from './passkey-limit.ts';
import { type PasskeyNames, withName } from './passkey-names.ts';
import {
  openRegistration,
  type RegistrationTokenPorts,
  registrationOver,
} from './registration-token.ts';

export interface CompletePasskeyPorts
  extends RecentProofPorts,
    RegistrationTokenPorts,
    ChangePasskeysPorts {
  preference: FactorPreference;
  passkeys: Pick<OwnPasskeys, 'complete'>;
  passkeyNames: Pick<PasskeyNames, 'change'>;
  audit: Audit;
  report: Report;
}

/** Stores the passkey that the browser of the caller has created. */
export async function completePasskey(
  ports: CompletePasskeyPorts,
  { session, body, origins, userAgent }: Input<'completePasskey'>,
): Promise<Reply> {
  const { registration_token, credential, name } = body;
  const accessToken = await openRegistration(ports, session, registration_token);
  const { factors } = await requireRecentProof(ports, session);
  if (isForeignOrigin(parseClientData(credential.response.clientDataJSON).origin, origins)) {
    throw passkeyRejected(new Error('created on a page of another origin'));
  }
  const stored = ports.passkeys.complete(accessToken, credential);
  await changePasskeys(ports, session, 'added', stored).catch(explainFailure);
  const named = withName(credential.id, name ?? describeClient(userAgent) ?? DEFAULT_NAME);
  const [followed] = await Promise.allSettled([
    followFactors(ports, accessToken, factors),
    ports.passkeyNames.change(session.sub, named).catch(ports.report),
  ]);
  if (followed.status === 'rejected') throw followed.reason;
  return {};
}

const DEFAULT_NAME = 'Passkey';

/**
 * With an authenticator app on, the upstream permits a sign-in by passkey only if passkeys are a
 * factor of the user, too.
 */
async function followFactors(
  { preference }: Pick<CompletePasskeyPorts, 'preference'>,
  accessToken: string,
  { totp }: Factors,
): Promise<void> {
  if (totp) await preference.setFactors(accessToken, { passkeys: true });
}

/** @throws the error that the client of a registration gets. */
function explainFailure(error: unknown): never {
  const { code, cause } = error instanceof AuthError ? error : {};
  if (code === 'INVALID_CHALLENGE') throw registrationOver(cause);
  if (code === 'PASSKEY_REJECTED') throw passkeyRejected(cause);
  return explainLimit(error);
}

const passkeyRejected = (cause: unknown): AuthError =>
  new AuthError('PASSKEY_REJECTED', { variant: 'registration', cause });
