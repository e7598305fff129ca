import type { AuthenticationMethod } from '../../../contract/authentication-methods.ts';
import type { MfaSetting } from '../../../contract/mfa.ts';

/**
 * Checks whether a sign-in by these methods must not open a session, because the stage requires a
 * second factor. Whether Cognito itself asks for one at the first sign-in is documented in two ways.
 */
export const lacksFactor = (mfa: MfaSetting, amr: readonly AuthenticationMethod[]): boolean =>
  mfa === 'required' && !amr.includes('mfa');
