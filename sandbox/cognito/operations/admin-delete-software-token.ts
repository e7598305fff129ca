/** The only way to delete the secret of an authenticator app; switching it off keeps the secret. */

import type {
  AdminDeleteSoftwareTokenCommandInput,
  AdminDeleteSoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { requireUser, saveUser } from '../users/find.ts';

export const adminDeleteSoftwareToken = operation<
  AdminDeleteSoftwareTokenCommandInput,
  AdminDeleteSoftwareTokenCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserResourceUpdate',
  writes: true,
  required: ['UserPoolId', 'Username'],
  run(call, { UserPoolId, Username }) {
    const user = requireUser(call, UserPoolId, Username);
    const { enabled, preferred, passkey } = user.mfa;
    saveUser(call, user, {
      softwareToken: undefined,
      pendingSecret: undefined,
      mfa: {
        enabled: enabled.filter((factor) => factor !== 'SOFTWARE_TOKEN_MFA'),
        preferred: preferred === 'SOFTWARE_TOKEN_MFA' ? undefined : preferred,
        passkey,
      },
    });
    return {};
  },
});
