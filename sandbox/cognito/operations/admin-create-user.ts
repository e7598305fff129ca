/**
 * * Makes a user with a temporary password, and invites by e-mail only where EMAIL is named: the
 * default medium is SMS, which this fake does not send here.
 */

import type {
  AdminCreateUserCommandInput,
  AdminCreateUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { CognitoException } from '../exception.ts';
import { send } from '../messages/send.ts';
import { operation } from '../operation.ts';
import { isPasswordless, requirePool } from '../pools/pools.ts';
import { invalidParameter } from '../refusals.ts';
import type { PoolRecord, UserRecord } from '../state/records.ts';
import { attributesOf } from '../users/attributes.ts';
import { addUser, newUser } from '../users/create.ts';
import { describeUser } from '../users/describe.ts';
import { requireUser, saveUser } from '../users/find.ts';
import { checkPolicy, setTemporaryPassword, temporaryPassword } from '../users/password.ts';

type Input = Pick<AdminCreateUserCommandInput, 'TemporaryPassword' | 'ClientMetadata'>;

/** A new temporary password for a user who has never signed in. */
async function resend(call: Call, pool: PoolRecord, name: string, input: Input) {
  const user = requireUser(call, pool.id, name);
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoException(
      'UnsupportedUserStateException',
      `Resend not possible. ${name} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  const password = input.TemporaryPassword ?? temporaryPassword(pool);
  const saved = setTemporaryPassword(call, pool, user, password);
  await invite(call, saved, password, input.ClientMetadata);
  return describeUser(saved);
}

async function invite(
  call: Call,
  user: UserRecord,
  password: string,
  clientMetadata: Record<string, string> | undefined,
): Promise<void> {
  if (user.attributes.email === undefined) {
    throw invalidParameter('User does not have an email to deliver the invitation to.');
  }
  await send(call, user, {
    triggerSource: 'CustomMessage_AdminCreateUser',
    code: password,
    // An administrator uses no app client.
    clientId: 'CLIENT_ID_NOT_APPLICABLE',
    clientMetadata,
  });
}

export const adminCreateUser = operation<
  AdminCreateUserCommandInput,
  AdminCreateUserCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserCreation',
  writes: true,
  required: ['UserPoolId', 'Username'],
  async run(call, { UserPoolId, Username, ...input }) {
    const pool = requirePool(call, UserPoolId);
    const delivers = input.DesiredDeliveryMediums?.includes('EMAIL') ?? false;
    if (input.MessageAction === 'RESEND')
      return { User: await resend(call, pool, Username, input) };
    const attributes = attributesOf(pool, input.UserAttributes, 'administrator');
    // Without a password in a passwordless pool the user is confirmed (seen on a real pool).
    const isPasswordlessUser = input.TemporaryPassword === undefined && isPasswordless(pool);
    const password = input.TemporaryPassword ?? temporaryPassword(pool);
    if (!isPasswordlessUser) checkPolicy(pool, password);
    const created = newUser(call, pool, Username, attributes, 'User account already exists');
    addUser(call, created);
    call.subject = created;
    const user = isPasswordlessUser
      ? saveUser(call, created, { status: 'CONFIRMED' })
      : setTemporaryPassword(call, pool, created, password);
    if (delivers && input.MessageAction !== 'SUPPRESS' && !isPasswordlessUser) {
      await invite(call, user, password, input.ClientMetadata);
    }
    return { User: describeUser(user) };
  },
});
