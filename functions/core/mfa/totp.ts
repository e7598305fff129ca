/** The set-up and the removal of an authenticator app by its user. */

import type { ErrorCode } from '../../../contract/errors/index.ts';
import type { MfaSetting } from '../../../contract/mfa.ts';
import type { TotpSetupResponse } from '../../../contract/schemas/index.ts';
import { authenticatorUri } from '../challenges/authenticator-uri.ts';
import { readPlainCode } from '../challenges/plain-code.ts';
import { AuthError } from '../error.ts';
import { findVerdict } from '../login/verdict.ts';
import { announceFactor } from '../notices/announce-factor.ts';
import type { Notices } from '../notices/notices.ts';
import type { Session } from '../sessions/session-store.ts';
import type { Input, Reply } from '../use-case.ts';
import { announceChange } from './announce-change.ts';
import type { AuthenticatorApps } from './authenticator-apps.ts';
import { type CodeTriesPorts, type CodeTry, reserveCode } from './code-tries.ts';
import { type FactorPreference, withApp } from './factors.ts';
import { type ProvedUser, type RecentProofPorts, requireRecentProof } from './recent-proof.ts';

export interface TotpPorts extends RecentProofPorts, Omit<CodeTriesPorts, 'audit' | 'report'> {
  apps: AuthenticatorApps;
  preference: FactorPreference;
  /** What authenticator apps call this service. */
  totpIssuer: string;
  mfa: MfaSetting;
  notices: Notices;
}

/**
 * Begins the set-up of an app. An app that is on stays on until the new one is proven, which then
 * replaces it.
 */
export async function startTotp(ports: TotpPorts, { session }: Input<'startTotp'>): Promise<Reply> {
  const { accessToken } = await requireRecentProof(ports, session);
  const secret = await ports.apps.begin(accessToken);
  const username = session.user.email ?? session.user.username;
  const body: TotpSetupResponse = {
    secret,
    otpauth_uri: authenticatorUri(secret, { issuer: ports.totpIssuer, username }),
  };
  return { body };
}

/** Proves the app by a code, and switches it on. Sign-ins then need a code besides the password. */
export async function enableTotp(
  ports: TotpPorts,
  { session, body }: Input<'enableTotp'>,
): Promise<Reply> {
  const code = readPlainCode(body.code, APP_CODE);
  const user = await requireRecentProof(ports, session);
  const attempt = await proveApp(ports, session, user, code);
  const change = ports.preference.setFactors(user.accessToken, withApp(user.factors));
  const [changed] = await Promise.allSettled([
    announceChange(change, () => announceFactor(ports, session, 'enabled')),
    attempt.giveBack(),
  ]);
  if (changed.status === 'rejected') throw changed.reason;
  return {};
}

/**
 * Switches the app off.
 * @throws {CONFLICT} if the stage requires a second factor.
 */
export async function disableTotp(
  ports: TotpPorts,
  { session }: Input<'disableTotp'>,
): Promise<Reply> {
  if (ports.mfa === 'required') {
    throw new AuthError('CONFLICT', { details: { field: 'totp', issue: 'is required' } });
  }
  const { accessToken, factors } = await requireRecentProof(ports, session);
  if (!factors.totp) return {};
  // First: passkeys must not be the only second factor, even for a moment.
  if (factors.passkeys) await ports.preference.setFactors(accessToken, { passkeys: false });
  const change = ports.preference.setFactors(accessToken, { totp: false });
  await announceChange(change, () => announceFactor(ports, session, 'disabled'));
  return {};
}

/** The codes of apps have six digits. */
const APP_CODE = /^\d{6}$/;

/** What an error means for a try. Every other error is unclear, and counts. */
const VERDICTS: Readonly<Partial<Record<ErrorCode, 'wrong' | 'unprocessed'>>> = {
  INVALID_CODE: 'wrong',
  INVALID_TOKEN: 'unprocessed',
  CONFLICT: 'unprocessed',
  SERVICE_UNAVAILABLE: 'unprocessed',
  INTERNAL_ERROR: 'unprocessed',
};

/** Counts the try, and has the upstream check the code. */
async function proveApp(
  ports: TotpPorts,
  { sub, sid }: Session,
  { accessToken }: ProvedUser,
  code: string,
): Promise<CodeTry> {
  const attempt = await reserveCode(ports, sub);
  try {
    await ports.apps.verify(accessToken, code);
    return attempt;
  } catch (error) {
    const verdict = findVerdict(error, VERDICTS);
    ports.audit('factor_refused', { sub, sid, factor: 'totp', verdict });
    if (verdict === 'unprocessed') await attempt.giveBack();
    if (!(error instanceof AuthError) || error.code !== 'CONFLICT') throw error;
    const details = { field: 'totp', issue: 'must be started first' };
    throw new AuthError('CONFLICT', { details, cause: error.cause });
  }
}
