/** Gives the secret of an authenticator app, by an access token or inside a sign-in. */

import type {
  AssociateSoftwareTokenCommandInput,
  AssociateSoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '../exception.ts';
import { nextSession, ownerOfSetup } from '../factors/setup.ts';
import { newSecret } from '../factors/totp.ts';
import { operation } from '../operation.ts';
import { poolFactorsOf, requirePool } from '../pools/pools.ts';
import { saveUser } from '../users/find.ts';

/** The SDK declares neither these nor TooManyRequestsException here. */
const UNDECLARED = [
  'UserNotFoundException',
  'PasswordResetRequiredException',
  'UserNotConfirmedException',
];

export const associateSoftwareToken = operation<
  AssociateSoftwareTokenCommandInput,
  AssociateSoftwareTokenCommandOutput
>()({
  authorization: 'none',
  quota: undefined,
  writes: true,
  required: [],
  async run(call, { AccessToken, Session }) {
    const owner = await ownerOfSetup(call, { AccessToken, Session }, ['MFA_SETUP'], UNDECLARED);
    const pool = requirePool(call, owner.user.poolId);
    if (!poolFactorsOf(pool).includes('SOFTWARE_TOKEN_MFA')) {
      throw new CognitoException(
        'SoftwareTokenMFANotFoundException',
        'Software Token MFA has not been enabled by the userPool',
      );
    }
    const secret = newSecret();
    if (owner.session === undefined) {
      saveUser(call, owner.user, { pendingSecret: secret });
      return { SecretCode: secret };
    }
    const next = nextSession(call, owner.session, { secret, verified: false });
    return { SecretCode: secret, Session: next };
  },
});
