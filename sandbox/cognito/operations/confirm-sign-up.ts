/** Confirms a user by the mailed code, which also verifies the address. */

import type {
  ConfirmSignUpCommandInput,
  ConfirmSignUpCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '../exception.ts';
import { useLimit } from '../limits.ts';
import { operation } from '../operation.ts';
import { poolOf, preventsExistenceErrors, requireClient } from '../pools/pools.ts';
import { checkSecretHash } from '../pools/secret-hash.ts';
import { aliasExists, expiredCode, notAuthorized, userIsDisabled } from '../refusals.ts';
import { checkCode, withoutCode } from '../users/codes.ts';
import { findUser, ownerOf, saveUser } from '../users/find.ts';

export const confirmSignUp = operation<ConfirmSignUpCommandInput, ConfirmSignUpCommandOutput>()({
  authorization: 'none',
  quota: 'UserCreation',
  writes: true,
  required: ['ClientId', 'Username', 'ConfirmationCode'],
  run(call, { ClientId, Username, ConfirmationCode, SecretHash, ForceAliasCreation }) {
    const client = requireClient(call, ClientId);
    checkSecretHash(client, Username, SecretHash);
    const pool = poolOf(call, client);
    const user = findUser(call, pool, Username);
    if (user === undefined) {
      // The sentences of a real pool for a name that does not exist.
      if (preventsExistenceErrors(client)) throw expiredCode();
      throw new CognitoException(
        'UserNotFoundException',
        'Username/client id combination not found.',
      );
    }
    call.subject = user;
    useLimit(call, user, 'confirmSignUp');
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
    }
    if (!user.enabled) throw userIsDisabled();
    checkCode(call, user, 'signUp', ConfirmationCode);
    // Of an alias only now: possession is proven.
    const owner = ownerOf(call, pool, 'email', user.attributes.email ?? '');
    if (owner !== undefined && owner.sub !== user.sub) {
      if (!ForceAliasCreation) throw aliasExists('email');
      saveUser(call, owner, { attributes: { ...owner.attributes, email_verified: 'false' } });
    }
    saveUser(call, user, {
      status: 'CONFIRMED',
      codes: withoutCode(user, 'signUp'),
      attributes: { ...user.attributes, email_verified: 'true' },
    });
    return {};
  },
});
