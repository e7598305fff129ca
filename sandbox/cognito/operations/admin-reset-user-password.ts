/** Ends a password: the user must set a new one by the mailed code, and every token is refused. */

import type {
  AdminResetUserPasswordCommandInput,
  AdminResetUserPasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { CognitoException } from '../exception.ts';
import { send } from '../messages/send.ts';
import { operation } from '../operation.ts';
import { invalidParameter, limitExceeded, userIsDisabled } from '../refusals.ts';
import type { UserRecord } from '../state/records.ts';
import { issueCode } from '../users/codes.ts';
import { NO_ADDRESS } from '../users/deliver.ts';
import { requireUser, saveUser } from '../users/find.ts';
import { checkResettable } from '../users/password.ts';

/** The SDK declares no CodeDeliveryFailureException here. */
async function sendToUser(
  call: Call,
  user: UserRecord,
  code: string,
  clientMetadata: Record<string, string> | undefined,
): Promise<void> {
  try {
    await send(call, user, {
      triggerSource: 'CustomMessage_ForgotPassword',
      code,
      clientId: 'CLIENT_ID_NOT_APPLICABLE',
      clientMetadata,
    });
  } catch (error) {
    const fails =
      error instanceof CognitoException && error.name === 'CodeDeliveryFailureException';
    throw fails ? limitExceeded() : error;
  }
}

export const adminResetUserPassword = operation<
  AdminResetUserPasswordCommandInput,
  AdminResetUserPasswordCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserAccountRecovery',
  writes: true,
  required: ['UserPoolId', 'Username'],
  async run(call, { UserPoolId, Username, ClientMetadata }) {
    const user = requireUser(call, UserPoolId, Username);
    checkResettable(user);
    if (!user.enabled) throw userIsDisabled();
    const { email, email_verified: verified } = user.attributes;
    if (email === undefined || verified !== 'true' || user.status === 'UNCONFIRMED') {
      throw invalidParameter(NO_ADDRESS);
    }
    const reset = saveUser(call, user, { status: 'RESET_REQUIRED' });
    const { code, user: saved } = issueCode(call, reset, 'forgotPassword');
    await sendToUser(call, saved, code, ClientMetadata);
    return {};
  },
});
