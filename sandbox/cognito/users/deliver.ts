/**
 * Whether and where ForgotPassword and ResendConfirmationCode deliver for a name that does not
 * exist. Source: AWS, "Managing user existence error responses".
 */

import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { delivery } from '../messages/send.ts';
import { preventsExistenceErrors } from '../pools/pools.ts';
import { invalidParameter, userNotFound } from '../refusals.ts';
import type { ClientRecord } from '../state/records.ts';

/** The sentence that AWS gives to users without a verified address, too. */
export const NO_ADDRESS =
  'Cannot reset password for the user as there is no registered/verified email or phone_number';

/**
 * A delivery that does not happen.
 * @throws {CognitoException} UserNotFoundException where existence errors are not prevented, and
 * InvalidParameterException every second time where the switch says so.
 */
export function simulatedDelivery(
  { settings }: Call,
  client: ClientRecord,
  name: string,
): CodeDeliveryDetailsType {
  if (!preventsExistenceErrors(client)) throw userNotFound();
  const alternates = settings.switches.unknownUserDelivery === 'alternates';
  if (alternates && settings.random() < 0.5) throw invalidParameter(NO_ADDRESS);
  return delivery(name.includes('@') ? name : `${name}@example.com`);
}
