/** Makes an unconfirmed user and mails the code that confirms it. */

import type {
  SignUpCommandInput,
  SignUpCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { delivery, send } from '../messages/send.ts';
import { operation } from '../operation.ts';
import { isAutoVerified, isPasswordless, poolOf, requireClient } from '../pools/pools.ts';
import { checkSecretHash } from '../pools/secret-hash.ts';
import { missingMember, notAuthorized } from '../refusals.ts';
import { attributesOf } from '../users/attributes.ts';
import { issueCode } from '../users/codes.ts';
import { addUser, newUser } from '../users/create.ts';
import { current } from '../users/find.ts';
import { checkPolicy, setPassword } from '../users/password.ts';

export const signUp = operation<SignUpCommandInput, SignUpCommandOutput>()({
  authorization: 'none',
  quota: 'UserCreation',
  writes: true,
  required: ['ClientId', 'Username'],
  async run(call, { ClientId, Username, Password, SecretHash, ...input }) {
    const client = requireClient(call, ClientId);
    checkSecretHash(client, Username, SecretHash);
    const pool = poolOf(call, client);
    if (pool.pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
      throw notAuthorized('SignUp is not permitted for this user pool');
    }
    if (Password === undefined && !isPasswordless(pool)) throw missingMember('password');
    const attributes = attributesOf(pool, input.UserAttributes, 'user');
    if (Password !== undefined) checkPolicy(pool, Password);
    const user = newUser(call, pool, Username, attributes, 'User already exists');
    addUser(call, user);
    call.subject = user;
    if (Password !== undefined) setPassword(call, pool, user, Password);
    const answer = { UserConfirmed: false, UserSub: user.sub };
    const { email } = attributes;
    if (email === undefined || !isAutoVerified(pool, 'email')) return answer;
    // From here on the user exists, even if the mail fails (API_SignUp).
    const { code, user: saved } = issueCode(call, current(call, user), 'signUp');
    await send(call, saved, {
      triggerSource: 'CustomMessage_SignUp',
      code,
      clientId: client.id,
      clientMetadata: input.ClientMetadata,
    });
    return { ...answer, CodeDeliveryDetails: delivery(email) };
  },
});
