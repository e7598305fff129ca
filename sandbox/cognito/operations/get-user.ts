import type {
  GetUserCommandInput,
  GetUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { authorised } from '../tokens/verify.ts';
import { shown } from '../users/attributes.ts';
import { describeMfaOf } from '../users/describe.ts';

export const getUser = operation<GetUserCommandInput, GetUserCommandOutput>()({
  authorization: 'token',
  quota: 'UserRead',
  writes: false,
  required: ['AccessToken'],
  async run(call, { AccessToken }) {
    const { user } = await authorised(call, AccessToken);
    return { Username: user.username, UserAttributes: shown(user), ...describeMfaOf(user) };
  },
});
