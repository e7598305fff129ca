/**
 * * Revokes a refresh token and the access tokens that came of it. The SDK declares neither
 * ResourceNotFoundException nor NotAuthorizedException here: a wrong client is unauthorized.
 * [unproven] The sentences are not documented.
 */

import type {
  RevokeTokenCommandInput,
  RevokeTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '../exception.ts';
import { operation } from '../operation.ts';
import { hasSecret } from '../pools/secret-hash.ts';
import { keyOf } from '../state/records.ts';
import { originOf } from '../tokens/opaque.ts';
import { revoke } from '../tokens/refresh.ts';
import { claimsOf } from '../tokens/verify.ts';

export const revokeToken = operation<RevokeTokenCommandInput, RevokeTokenCommandOutput>()({
  authorization: 'none',
  quota: 'UserToken',
  writes: true,
  required: ['Token', 'ClientId'],
  async run(call, { Token, ClientId, ClientSecret }) {
    const client = call.store.get('clients', ClientId);
    if (client === undefined || !hasSecret(client, ClientSecret)) {
      throw new CognitoException('UnauthorizedException', 'Invalid client secret');
    }
    if (client.client.EnableTokenRevocation === false) {
      throw new CognitoException(
        'UnsupportedOperationException',
        'Token revocation is not enabled for this client',
      );
    }
    // An ID or access token is a JWT that this pool signed.
    const isOther = await claimsOf(Token, call.now).then(
      () => true,
      () => false,
    );
    if (isOther) {
      throw new CognitoException('UnsupportedTokenTypeException', 'Unsupported token type');
    }
    const record = call.store.get('refreshTokens', originOf(Token));
    // The token of another client is left alone, without a word (RFC 7009, section 2.1).
    if (record?.clientId === client.id) {
      call.subject = call.store.get('users', keyOf(record));
      revoke(call, Token);
    }
    return {};
  },
});
