import type { PasswordRule } from '../../../contract/password-rules.ts';
import { AuthError } from '../../core/error.ts';

/**
 * Adds the broken rule to PASSWORD_REJECTED. The user pool has a policy and a history of its own, and
 * only the name of the exception tells them apart.
 */
export function nameBrokenRule(error: unknown): never {
  if (!(error instanceof AuthError) || error.code !== 'PASSWORD_REJECTED') throw error;
  const { cause } = error;
  const isHistory =
    cause instanceof Error && cause.name === 'PasswordHistoryPolicyViolationException';
  const rules: PasswordRule[] = [isHistory ? 'used_before' : 'pool_policy'];
  throw new AuthError('PASSWORD_REJECTED', { details: { rules }, cause });
}
