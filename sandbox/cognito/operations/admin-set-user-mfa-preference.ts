import type {
  AdminSetUserMFAPreferenceCommandInput,
  AdminSetUserMFAPreferenceCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { setPreference } from '../factors/preference.ts';
import { operation } from '../operation.ts';
import { requireUser } from '../users/find.ts';

export const adminSetUserMFAPreference = operation<
  AdminSetUserMFAPreferenceCommandInput,
  AdminSetUserMFAPreferenceCommandOutput
>()({
  authorization: 'iam',
  quota: undefined,
  writes: true,
  required: ['UserPoolId', 'Username'],
  run(call, { UserPoolId, Username, ...preference }) {
    setPreference(call, requireUser(call, UserPoolId, Username), preference);
    return {};
  },
});
