import type {
  UpdateUserAttributesCommandInput,
  UpdateUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { requirePool } from '../pools/pools.ts';
import { authorised } from '../tokens/verify.ts';
import { attributesOf } from '../users/attributes.ts';
import { changeAttributes } from '../users/change-attributes.ts';

export const updateUserAttributes = operation<
  UpdateUserAttributesCommandInput,
  UpdateUserAttributesCommandOutput
>()({
  authorization: 'token',
  quota: 'UserUpdate',
  writes: true,
  required: ['AccessToken', 'UserAttributes'],
  async run(call, { AccessToken, UserAttributes, ClientMetadata }) {
    const { user, client } = await authorised(call, AccessToken);
    const pool = requirePool(call, user.poolId);
    const CodeDeliveryDetailsList = await changeAttributes(call, pool, user, {
      attributes: attributesOf(pool, UserAttributes, 'user'),
      clientId: client.id,
      clientMetadata: ClientMetadata,
    });
    return { CodeDeliveryDetailsList };
  },
});
