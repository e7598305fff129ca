import type { Revalidation } from '../../core/sessions/upstream-session.ts';
import type { Cognito } from './call.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { readUser } from './user.ts';

/** Revalidates users with their refresh token. The ID token of the answer describes them. */
export const cognitoRevalidation = (cognito: Cognito, timeoutMs: number): Revalidation => ({
  revalidate: async (username, refreshToken) =>
    readUser(await refreshTokens(cognito, { username, refreshToken, timeoutMs }), cognito.clientId),
});
