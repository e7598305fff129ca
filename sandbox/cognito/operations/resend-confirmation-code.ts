/** Mails a new code to a user who is not confirmed. */

import type {
  ResendConfirmationCodeCommandInput,
  ResendConfirmationCodeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { useLimit } from '../limits.ts';
import { delivery, send } from '../messages/send.ts';
import { operation } from '../operation.ts';
import { poolOf, preventsExistenceErrors, requireClient } from '../pools/pools.ts';
import { checkSecretHash } from '../pools/secret-hash.ts';
import { invalidParameter, userIsDisabled } from '../refusals.ts';
import { issueCode } from '../users/codes.ts';
import { NO_ADDRESS, simulatedDelivery } from '../users/deliver.ts';
import { findUser } from '../users/find.ts';

export const resendConfirmationCode = operation<
  ResendConfirmationCodeCommandInput,
  ResendConfirmationCodeCommandOutput
>()({
  authorization: 'none',
  quota: 'UserResourceRead',
  writes: true,
  required: ['ClientId', 'Username'],
  async run(call, { ClientId, Username, SecretHash, ClientMetadata }) {
    const client = requireClient(call, ClientId);
    checkSecretHash(client, Username, SecretHash);
    const user = findUser(call, poolOf(call, client), Username);
    if (user === undefined || (!user.enabled && preventsExistenceErrors(client))) {
      return { CodeDeliveryDetails: simulatedDelivery(call, client, Username) };
    }
    call.subject = user;
    if (!user.enabled) throw userIsDisabled();
    if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
    if (user.attributes.email === undefined) throw invalidParameter(NO_ADDRESS);
    useLimit(call, user, 'resendConfirmationCode');
    const { code, user: saved } = issueCode(call, user, 'signUp');
    await send(call, saved, {
      triggerSource: 'CustomMessage_ResendCode',
      code,
      clientId: client.id,
      clientMetadata: ClientMetadata,
    });
    return { CodeDeliveryDetails: delivery(user.attributes.email) };
  },
});
