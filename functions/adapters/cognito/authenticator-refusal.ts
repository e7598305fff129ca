import { AuthError } from '../../core/error.ts';

/**
 * Adds to INVALID_CODE why the code of an authenticator app was refused. Only the name of the
 * exception tells a code that was used before from a wrong one.
 */
export function explainRefusedCode(error: unknown): never {
  if (!(error instanceof AuthError) || error.code !== 'INVALID_CODE') throw error;
  const { cause } = error;
  const isUsed = cause instanceof Error && cause.name === 'ExpiredCodeException';
  throw new AuthError('INVALID_CODE', { variant: isUsed ? 'used' : 'authenticator', cause });
}
