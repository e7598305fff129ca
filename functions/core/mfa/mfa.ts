import type { MfaSetting } from '../../../contract/mfa.ts';
import type { MfaResponse } from '../../../contract/schemas/index.ts';
import type { Input, Reply } from '../use-case.ts';
import type { FactorReader } from './factors.ts';

export interface MfaPorts {
  factors: FactorReader;
  mfa: MfaSetting;
}

/** Returns which second factors the caller has, and whether one is required. */
export async function getMfa(
  { factors, mfa }: MfaPorts,
  { session }: Input<'getMfa'>,
): Promise<Reply> {
  const { totp } = await factors.readFactors(session.user.username);
  const body: MfaResponse = { totp: { enabled: totp }, required: mfa === 'required' };
  return { body };
}
