/** Mails the code that resets a password. */

import type {
  ForgotPasswordCommandInput,
  ForgotPasswordCommandOutput,
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
import { checkResettable } from '../users/password.ts';

export const forgotPassword = operation<ForgotPasswordCommandInput, ForgotPasswordCommandOutput>()({
  authorization: 'none',
  quota: 'UserAccountRecovery',
  writes: true,
  required: ['ClientId', 'Username'],
  async run(call, { ClientId, Username, SecretHash, ClientMetadata }) {
    const client = requireClient(call, ClientId);
    checkSecretHash(client, Username, SecretHash);
    const prevents = preventsExistenceErrors(client);
    const user = findUser(call, poolOf(call, client), Username);
    if (user === undefined || (!user.enabled && prevents)) {
      return { CodeDeliveryDetails: simulatedDelivery(call, client, Username) };
    }
    call.subject = user;
    if (!user.enabled) throw userIsDisabled();
    checkResettable(user);
    const { email, email_verified: verified } = user.attributes;
    if (email === undefined || verified !== 'true' || user.status === 'UNCONFIRMED') {
      const simulates = call.settings.switches.forgotWithoutAddress === 'simulated';
      if (!prevents || !simulates) throw invalidParameter(NO_ADDRESS);
      return { CodeDeliveryDetails: simulatedDelivery(call, client, Username) };
    }
    useLimit(call, user, 'forgotPassword');
    const { code, user: saved } = issueCode(call, user, 'forgotPassword');
    await send(call, saved, {
      triggerSource: 'CustomMessage_ForgotPassword',
      code,
      clientId: client.id,
      clientMetadata: ClientMetadata,
    });
    return { CodeDeliveryDetails: delivery(email) };
  },
});
