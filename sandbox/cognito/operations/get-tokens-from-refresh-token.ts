/** New ID and access tokens. Rotation is off: the refresh token stays as it is. */

import type {
  GetTokensFromRefreshTokenCommandInput,
  GetTokensFromRefreshTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { requireClient } from '../pools/pools.ts';
import { hasSecret } from '../pools/secret-hash.ts';
import { notAuthorized } from '../refusals.ts';
import { readRefreshToken, renewTokens } from '../tokens/refresh.ts';

export const getTokensFromRefreshToken = operation<
  GetTokensFromRefreshTokenCommandInput,
  GetTokensFromRefreshTokenCommandOutput
>()({
  authorization: 'none',
  quota: 'UserAuthentication',
  writes: true,
  required: ['RefreshToken', 'ClientId'],
  async run(call, { RefreshToken, ClientId, ClientSecret }) {
    const client = requireClient(call, ClientId);
    if (!hasSecret(client, ClientSecret)) {
      throw notAuthorized(`Unable to verify secret for client ${client.id}`);
    }
    const refreshed = readRefreshToken(call, client, RefreshToken, () => {});
    return { AuthenticationResult: await renewTokens(call, refreshed) };
  },
});
