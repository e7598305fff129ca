/** Switches factors on and off. The SDK declares no TooManyRequestsException here. */

import type {
  SetUserMFAPreferenceCommandInput,
  SetUserMFAPreferenceCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { setPreference } from '../factors/preference.ts';
import { operation } from '../operation.ts';
import { authorised } from '../tokens/verify.ts';

export const setUserMFAPreference = operation<
  SetUserMFAPreferenceCommandInput,
  SetUserMFAPreferenceCommandOutput
>()({
  authorization: 'token',
  quota: undefined,
  writes: true,
  required: ['AccessToken'],
  async run(call, { AccessToken, ...preference }) {
    setPreference(call, (await authorised(call, AccessToken)).user, preference);
    return {};
  },
});
