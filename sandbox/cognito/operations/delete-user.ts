import type {
  DeleteUserCommandInput,
  DeleteUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { authorised } from '../tokens/verify.ts';
import { deleteUser as deleteOne } from '../users/delete.ts';

export const deleteUser = operation<DeleteUserCommandInput, DeleteUserCommandOutput>()({
  authorization: 'token',
  quota: 'UserUpdate',
  writes: true,
  required: ['AccessToken'],
  async run(call, { AccessToken }) {
    deleteOne(call, (await authorised(call, AccessToken)).user);
    return {};
  },
});
