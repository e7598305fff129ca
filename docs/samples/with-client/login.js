import { createAuthClient } from 'chordian-auth-client';

const auth = createAuthClient();

export const loginWithRetry = (credentials) => auth.login(credentials);
