/**
 * Responses of Cognito for tests. The ID token has no valid signature, because the adapter trusts
 * the connection and does not verify the token.
 */

export const CLIENT_ID = '7lhlkkfbfb4q5kpp90urffao';
export const CLIENT_SECRET = 'upstream-client-secret';

export const idClaims = {
  sub: '5e9c1a2b-1111-4222-8333-444455556666',
  aud: CLIENT_ID,
  token_use: 'id',
  'cognito:username': 'real-username',
  email: 'test@example.com',
  'cognito:groups': ['staff'],
};

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
export const idToken = (claims: Readonly<Record<string, unknown>> = {}): string =>
  `${part({ alg: 'RS256', kid: 'upstream' })}.${part({ ...idClaims, ...claims })}.c2lnbmF0dXJl`;

export const signInOutput = (change: Readonly<Record<string, unknown>> = {}) => ({
  AuthenticationResult: {
    IdToken: idToken(),
    AccessToken: 'upstream-access',
    RefreshToken: 'upstream-refresh',
    ExpiresIn: 3600,
    TokenType: 'Bearer',
    ...change,
  },
});
