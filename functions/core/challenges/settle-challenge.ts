/** Records what became of the answer to a challenge. */

import type { RequiredChallenge } from '../../../contract/challenges.ts';
import type { ErrorCode } from '../../../contract/errors/index.ts';
import { CHALLENGE } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import { explainLockout } from '../login/explain-lockout.ts';
import { toCurrentRow } from '../login/name-row.ts';
import { findVerdict } from '../login/verdict.ts';
import { inSeconds } from '../time.ts';
import { describeChallenge } from './challenge.ts';
import { type ClaimedTry, type ClaimPorts, giveBack, restoreChallenge } from './claim-challenge.ts';
import type { PresentedChallenge } from './find-challenge.ts';
import { type IssuePorts, storeChallenge } from './issue-challenge.ts';

export type SettlePorts = ClaimPorts & IssuePorts;

/**
 * What an error means for a try:
 * - `wrong`: the code is wrong. It counts, and the next token continues.
 * - `expired`: the code has expired. It counts, and the sign-in must begin again.
 * - `over`: the sign-in must begin again.
 * - `right`: another step follows.
 * - `unprocessed`: the upstream has not looked at the answer, which may be sent again.
 * - `unclear`: the upstream may have looked at the answer. It counts, and may be sent again.
 */
type Verdict = 'wrong' | 'expired' | 'over' | 'right' | 'unprocessed' | 'unclear';

const VERDICTS: Readonly<Partial<Record<ErrorCode, Verdict>>> = {
  INVALID_CODE: 'wrong',
  CODE_EXPIRED: 'expired',
  INVALID_CHALLENGE: 'over',
  PASSKEY_REJECTED: 'over',
  CHALLENGE_REQUIRED: 'right',
  PASSWORD_REJECTED: 'unprocessed',
  TOO_MANY_REQUESTS: 'unprocessed',
  SERVICE_UNAVAILABLE: 'unprocessed',
  INTERNAL_ERROR: 'unprocessed',
};

/** Returns the error for the client. */
export async function settleFailure(
  ports: SettlePorts,
  presented: PresentedChallenge,
  claimed: ClaimedTry,
  error: unknown,
): Promise<unknown> {
  const verdict = findVerdict(error, VERDICTS);
  const { challenge } = presented;
  if (verdict !== 'right') {
    const { device, upstream } = challenge;
    ports.audit('challenge_failed', { account: device.account, name: upstream.name, verdict });
  }
  switch (verdict) {
    case 'wrong':
      return continueAfterWrong(ports, presented, error as AuthError);
    case 'expired':
      return error;
    case 'right':
    case 'over':
      await giveBack(ports, presented, claimed).catch(ports.report);
      return error;
    case 'unprocessed':
      await Promise.all([
        restoreChallenge(ports, presented),
        giveBack(ports, presented, claimed),
      ]).catch(ports.report);
      return withSameChallenge(ports, presented, explainThrottle(ports, presented, error));
    case 'unclear':
      await restoreCounted(ports, presented).catch(ports.report);
      return error;
  }
}

/**
 * The user has proved the password, so the lockout is no secret. Cognito counts wrong passwords and
 * wrong codes together, and so does this.
 */
function explainThrottle(
  { clock }: SettlePorts,
  { name, limits }: PresentedChallenge,
  error: unknown,
): unknown {
  if (!(error instanceof AuthError) || error.code !== 'TOO_MANY_REQUESTS') return error;
  const now = inSeconds(clock());
  const row = toCurrentRow(name.row, now);
  const lastAt = Math.max(row.lastAt, ...(limits.row?.recent ?? []).map(({ at }) => at), now);
  const failures = row.failures + (limits.row?.total ?? 0);
  return explainLockout({ ...row, failures, lastAt }, error.cause, now);
}

/** Lets the client send an answer again whose outcome is not known. It may have been wrong. */
async function restoreCounted(ports: SettlePorts, presented: PresentedChallenge): Promise<void> {
  const failures = presented.challenge.failures + 1;
  if (failures >= CHALLENGE.triesInChain) return;
  await restoreChallenge(ports, { ...presented, challenge: { ...presented.challenge, failures } });
}

/** Returns the error with the token of the next try, or the end of the sign-in. */
async function continueAfterWrong(
  ports: SettlePorts,
  { challenge, nonce }: PresentedChallenge,
  error: AuthError,
): Promise<AuthError> {
  const failures = challenge.failures + 1;
  if (failures >= CHALLENGE.triesInChain)
    return new AuthError('INVALID_CHALLENGE', { cause: error });
  return withChallenge(error, await storeChallenge(ports, nonce, { ...challenge, failures }));
}

/** Names the unused token in errors after which the client sends another answer. */
export const withSameChallenge = (
  { totpIssuer }: Pick<IssuePorts, 'totpIssuer'>,
  { challenge, token }: Pick<PresentedChallenge, 'challenge' | 'token'>,
  error: unknown,
): unknown =>
  error instanceof AuthError && REENTERED.includes(error.code)
    ? withChallenge(error, describeChallenge(challenge, { token, issuer: totpIssuer }))
    : error;

const REENTERED: readonly ErrorCode[] = ['INVALID_CODE', 'PASSWORD_REJECTED'];

const withChallenge = (
  { code, options, cause }: AuthError,
  challenge: RequiredChallenge,
): AuthError =>
  new AuthError(code, { ...options, details: { ...options.details, challenge }, cause });
