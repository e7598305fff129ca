/** A permanent password confirms the user, whatever the status was. No token is revoked. */

import type {
  AdminSetUserPasswordCommandInput,
  AdminSetUserPasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { requirePool } from '../pools/pools.ts';
import { requireUser } from '../users/find.ts';
import { setPassword, setTemporaryPassword } from '../users/password.ts';

export const adminSetUserPassword = operation<
  AdminSetUserPasswordCommandInput,
  AdminSetUserPasswordCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserAccountRecovery',
  writes: true,
  required: ['UserPoolId', 'Username', 'Password'],
  run(call, { UserPoolId, Username, Password, Permanent = false }) {
    const pool = requirePool(call, UserPoolId);
    const user = requireUser(call, UserPoolId, Username);
    if (Permanent) setPassword(call, pool, user, Password, { status: 'CONFIRMED' });
    else setTemporaryPassword(call, pool, user, Password);
    return {};
  },
});
