import type { ErrorCode } from '../../../contract/errors/index.ts';
import { findVerdict } from '../login/verdict.ts';

/** Errors after which a way to sign in is certainly as it was. */
const UNCHANGED: Readonly<Partial<Record<ErrorCode, 'unchanged'>>> = {
  CONFLICT: 'unchanged',
  INTERNAL_ERROR: 'unchanged',
  INVALID_CHALLENGE: 'unchanged',
  INVALID_TOKEN: 'unchanged',
  PASSKEY_REJECTED: 'unchanged',
  SERVICE_UNAVAILABLE: 'unchanged',
};

/**
 * Waits for a change of a way to sign in at the upstream, and announces it. That includes a change
 * whose answer was lost: the owner of the account must learn of it.
 * @throws what `change` rejects with
 */
export async function announceChange(
  change: Promise<void>,
  announce: () => Promise<void>,
): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (findVerdict(error, UNCHANGED) === 'unclear') await announce();
    throw error;
  }
  await announce();
}
