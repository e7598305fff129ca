/**
 * Mails a code to the current value of an attribute. [unproven] A pending value gets a code by
 * UpdateUserAttributes only.
 */

import type {
  GetUserAttributeVerificationCodeCommandInput,
  GetUserAttributeVerificationCodeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { useLimit } from '../limits.ts';
import { delivery, send } from '../messages/send.ts';
import { operation } from '../operation.ts';
import { invalidParameter } from '../refusals.ts';
import { authorised } from '../tokens/verify.ts';
import { issueCode } from '../users/codes.ts';

export const getUserAttributeVerificationCode = operation<
  GetUserAttributeVerificationCodeCommandInput,
  GetUserAttributeVerificationCodeCommandOutput
>()({
  authorization: 'token',
  quota: 'UserResourceRead',
  writes: true,
  required: ['AccessToken', 'AttributeName'],
  async run(call, { AccessToken, AttributeName, ClientMetadata }) {
    const { user, client } = await authorised(call, AccessToken);
    if (AttributeName !== 'email' && AttributeName !== 'phone_number') {
      throw invalidParameter(`${AttributeName} is not a verifiable attribute.`);
    }
    const address = user.attributes[AttributeName];
    if (address === undefined) {
      throw invalidParameter(`User does not have a value for ${AttributeName}.`);
    }
    useLimit(call, user, 'getUserAttributeVerificationCode');
    const { code, user: saved } = issueCode(call, user, `attribute:${AttributeName}`);
    await send(call, saved, {
      triggerSource: 'CustomMessage_VerifyUserAttribute',
      code,
      clientId: client.id,
      attribute: AttributeName,
      clientMetadata: ClientMetadata,
    });
    return { CodeDeliveryDetails: delivery(address, AttributeName) };
  },
});
