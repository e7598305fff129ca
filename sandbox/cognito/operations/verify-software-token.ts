/**
 * Verifies an authenticator app by its first code, which is used up by that. It does not switch MFA
 * on: SetUserMFAPreference does, or the answer to MFA_SETUP.
 */

import type {
  VerifySoftwareTokenCommandInput,
  VerifySoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '../exception.ts';
import { nextSession, ownerOfSetup } from '../factors/setup.ts';
import { periodOf } from '../factors/totp.ts';
import { operation } from '../operation.ts';
import { saveUser } from '../users/find.ts';

export const verifySoftwareToken = operation<
  VerifySoftwareTokenCommandInput,
  VerifySoftwareTokenCommandOutput
>()({
  authorization: 'none',
  quota: 'UserResourceUpdate',
  writes: true,
  required: ['UserCode'],
  async run(call, { AccessToken, Session, UserCode, FriendlyDeviceName }) {
    const { user, session } = await ownerOfSetup(call, { AccessToken, Session }, ['MFA_SETUP'], []);
    const secret = session === undefined ? user.pendingSecret : session.record.setup?.secret;
    if (secret === undefined) {
      throw new CognitoException(
        'SoftwareTokenMFANotFoundException',
        'User has not set up software token mfa',
      );
    }
    const usedPeriod = periodOf(secret, UserCode, call.now);
    if (usedPeriod === undefined) {
      throw new CognitoException('EnableSoftwareTokenMFAException', 'Code mismatch');
    }
    saveUser(call, user, {
      softwareToken: { secret, verified: true, usedPeriod, name: FriendlyDeviceName },
      pendingSecret: undefined,
    });
    if (session === undefined) return { Status: 'SUCCESS' };
    const next = nextSession(call, session, { secret, verified: true });
    return { Status: 'SUCCESS', Session: next };
  },
});
