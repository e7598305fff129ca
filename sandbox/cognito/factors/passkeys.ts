/** What the four operations on passkeys share. */

import { firstFactorsOf } from '../pools/pools.ts';
import { webAuthnRefusal } from '../refusals.ts';
import type { PoolRecord } from '../state/records.ts';

/** The SDK declares neither of these for the operations on passkeys. */
export const PASSKEY_UNDECLARED = ['UserNotFoundException', 'UserNotConfirmedException'];

/** AWS: "Quotas in Amazon Cognito". */
export const MOST_PASSKEYS = 20;

/** @throws {CognitoException} WebAuthnNotEnabledException */
export function checkEnabled(pool: PoolRecord): void {
  if (!firstFactorsOf(pool).includes('WEB_AUTHN')) throw webAuthnRefusal('NotEnabled');
}
