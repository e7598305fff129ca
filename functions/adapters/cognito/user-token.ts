import type { UserTokens } from '../../core/sessions/user-token.ts';
import { parseAnswer } from './answer.ts';
import { type Cognito, invalidResponse } from './call.ts';
import { refreshTokens } from './refresh-tokens.ts';

/**
 * Obtains access tokens with Cognito's `InitiateAuth` and the refresh token of a session. Such a
 * token has the scope `aws.cognito.signin.user.admin`, which all operations of a user on the own
 * account need.
 * @param timeoutMs limit of the call in milliseconds
 */
export const cognitoUserTokens = (cognito: Cognito, timeoutMs: number): UserTokens => ({
  async obtain(username, refreshToken) {
    const output = await refreshTokens(cognito, { username, refreshToken, timeoutMs });
    const accessToken = parseAnswer(output).AuthenticationResult?.AccessToken;
    if (!accessToken) throw invalidResponse('no access token');
    return accessToken;
  },
});
