/** Confirms a user without a code; the address stays unverified. */

import type {
  AdminConfirmSignUpCommandInput,
  AdminConfirmSignUpCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { notAuthorized } from '../refusals.ts';
import { requireUser, saveUser } from '../users/find.ts';

export const adminConfirmSignUp = operation<
  AdminConfirmSignUpCommandInput,
  AdminConfirmSignUpCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserUpdate',
  writes: true,
  required: ['UserPoolId', 'Username'],
  run(call, { UserPoolId, Username }) {
    const user = requireUser(call, UserPoolId, Username);
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
    }
    saveUser(call, user, { status: 'CONFIRMED' });
    return {};
  },
});
