/** The challenges EMAIL_OTP and SMS_MFA: a code that lives as long as its session. */

import type { Call } from '../call.ts';
import { withinLimit } from '../limits.ts';
import { delivery, masked, send } from '../messages/send.ts';
import { tooManyRequests } from '../refusals.ts';
import type { ClientRecord, UserRecord } from '../state/records.ts';
import { randomCode } from '../users/codes.ts';
import type { Step } from './advance.ts';
import { openSession } from './sessions.ts';

/** Seen on a real pool: eight digits by e-mail, where others have six. */
const DIGITS = { EMAIL_OTP: 8, SMS_MFA: 6 };

interface CodeStep {
  challenge: 'EMAIL_OTP' | 'SMS_MFA';
  /** What the sign-in has proven before: `nothing` for a first factor. */
  proven: 'nothing' | 'first';
}

/**
 * Sends one mail per call and returns the challenge.
 * @throws {CognitoException} TooManyRequestsException beyond the limit of mails. [unproven] AWS
 * declares no LimitExceededException for sign-ins.
 */
export async function sendSignInCode(
  call: Call,
  client: ClientRecord,
  user: UserRecord,
  { challenge, proven }: CodeStep,
): Promise<Step> {
  if (!withinLimit(call, user, 'signInMails')) throw tooManyRequests();
  const attribute = challenge === 'EMAIL_OTP' ? 'email' : 'phone_number';
  const address = user.attributes[attribute] ?? '';
  const code = randomCode(DIGITS[challenge]);
  const Session = openSession(call, client, {
    clientId: client.id,
    poolId: user.poolId,
    username: user.username,
    challenge,
    proven,
    code,
  });
  await send(call, user, {
    triggerSource: 'CustomMessage_Authentication',
    code,
    clientId: client.id,
    attribute,
  });
  return {
    ChallengeName: challenge,
    Session,
    ChallengeParameters: {
      ...codeParameters(address, attribute),
      ...(proven === 'first' ? { USER_ID_FOR_SRP: user.username } : {}),
    },
  };
}

export const codeParameters = (address: string, attribute: 'email' | 'phone_number') => {
  const { DeliveryMedium = 'EMAIL', Destination = masked(address) } = delivery(address, attribute);
  return {
    CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium,
    CODE_DELIVERY_DESTINATION: Destination,
  };
};
