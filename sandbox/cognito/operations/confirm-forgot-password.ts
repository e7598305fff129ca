/**
 * Sets a new password by the mailed code. Source of the answers to a stranger: AWS, "Managing user
 * existence error responses".
 */

import type {
  ConfirmForgotPasswordCommandInput,
  ConfirmForgotPasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { useLimit } from '../limits.ts';
import { operation } from '../operation.ts';
import { poolOf, preventsExistenceErrors, requireClient } from '../pools/pools.ts';
import { checkSecretHash } from '../pools/secret-hash.ts';
import {
  userIsDisabled,
  userNotConfirmed,
  userNotFound,
  wrongVerificationCode,
} from '../refusals.ts';
import { checkCode, withoutCode } from '../users/codes.ts';
import { findUser } from '../users/find.ts';
import { setPassword } from '../users/password.ts';

export const confirmForgotPassword = operation<
  ConfirmForgotPasswordCommandInput,
  ConfirmForgotPasswordCommandOutput
>()({
  authorization: 'none',
  quota: 'UserAccountRecovery',
  writes: true,
  required: ['ClientId', 'Username', 'ConfirmationCode', 'Password'],
  run(call, { ClientId, Username, ConfirmationCode, Password, SecretHash }) {
    const client = requireClient(call, ClientId);
    checkSecretHash(client, Username, SecretHash);
    const pool = poolOf(call, client);
    const user = findUser(call, pool, Username);
    if (user === undefined || !user.enabled) {
      if (preventsExistenceErrors(client)) throw wrongVerificationCode();
      throw user === undefined ? userNotFound() : userIsDisabled();
    }
    call.subject = user;
    if (user.status === 'UNCONFIRMED') throw userNotConfirmed();
    useLimit(call, user, 'forgotPassword');
    checkCode(call, user, 'forgotPassword', ConfirmationCode);
    // A refused password leaves the code as it is.
    setPassword(call, pool, user, Password, {
      status: 'CONFIRMED',
      codes: withoutCode(user, 'forgotPassword'),
    });
    return {};
  },
});
