/** Revokes all tokens of the user, the one that is shown included. */

import type {
  GlobalSignOutCommandInput,
  GlobalSignOutCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { revokeAll } from '../tokens/refresh.ts';
import { authorised } from '../tokens/verify.ts';

export const globalSignOut = operation<GlobalSignOutCommandInput, GlobalSignOutCommandOutput>()({
  authorization: 'token',
  quota: 'UserUpdate',
  writes: true,
  required: ['AccessToken'],
  async run(call, { AccessToken }) {
    const { user } = await authorised(call, AccessToken, ['UserNotFoundException']);
    revokeAll(call, user);
    return {};
  },
});
