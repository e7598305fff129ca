import type {
  AdminUpdateUserAttributesCommandInput,
  AdminUpdateUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '../exception.ts';
import { operation } from '../operation.ts';
import { requirePool } from '../pools/pools.ts';
import { attributesOf } from '../users/attributes.ts';
import { changeAttributes } from '../users/change-attributes.ts';
import { requireUser } from '../users/find.ts';

const MAIL_FAILURES = new Set(['CodeDeliveryFailureException', 'LimitExceededException']);

export const adminUpdateUserAttributes = operation<
  AdminUpdateUserAttributesCommandInput,
  AdminUpdateUserAttributesCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserUpdate',
  writes: true,
  required: ['UserPoolId', 'Username', 'UserAttributes'],
  async run(call, { UserPoolId, Username, UserAttributes, ClientMetadata }) {
    const pool = requirePool(call, UserPoolId);
    const user = requireUser(call, UserPoolId, Username);
    const attributes = attributesOf(pool, UserAttributes, 'administrator');
    try {
      await changeAttributes(call, pool, user, {
        attributes,
        clientId: 'CLIENT_ID_NOT_APPLICABLE',
        clientMetadata: ClientMetadata,
      });
    } catch (error) {
      // The SDK declares no failure of a mail here: the change stands.
      if (!(error instanceof CognitoException) || !MAIL_FAILURES.has(error.name)) throw error;
    }
    return {};
  },
});
