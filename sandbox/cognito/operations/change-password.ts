/**
 * Changes a password by the previous one, which a user without a password may leave out. It revokes
 * no token. [unproven] A wrong previous password counts in the hourly limit, not in the lockout.
 */

import type {
  ChangePasswordCommandInput,
  ChangePasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { useLimit } from '../limits.ts';
import { operation } from '../operation.ts';
import { requirePool } from '../pools/pools.ts';
import { incorrect } from '../refusals.ts';
import { authorised } from '../tokens/verify.ts';
import { isPassword, setPassword } from '../users/password.ts';

export const changePassword = operation<ChangePasswordCommandInput, ChangePasswordCommandOutput>()({
  authorization: 'token',
  quota: 'UserAccountRecovery',
  writes: true,
  required: ['AccessToken', 'ProposedPassword'],
  async run(call, { AccessToken, PreviousPassword, ProposedPassword }) {
    const { user } = await authorised(call, AccessToken);
    useLimit(call, user, 'changePassword');
    const isOwner =
      user.password === undefined ||
      (PreviousPassword !== undefined && isPassword(user.password, PreviousPassword));
    if (!isOwner) throw incorrect();
    setPassword(call, requirePool(call, user.poolId), user, ProposedPassword, {
      status: 'CONFIRMED',
    });
    return {};
  },
});
