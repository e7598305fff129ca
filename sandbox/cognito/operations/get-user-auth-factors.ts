import type {
  GetUserAuthFactorsCommandInput,
  GetUserAuthFactorsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { authorised } from '../tokens/verify.ts';
import { describeFactors } from '../users/describe.ts';

export const getUserAuthFactors = operation<
  GetUserAuthFactorsCommandInput,
  GetUserAuthFactorsCommandOutput
>()({
  authorization: 'token',
  quota: 'UserRead',
  writes: false,
  required: ['AccessToken'],
  async run(call, { AccessToken }) {
    return describeFactors(call, (await authorised(call, AccessToken)).user);
  },
});
