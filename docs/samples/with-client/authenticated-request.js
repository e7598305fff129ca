import { createAuthClient } from 'chordian-auth-client';

const auth = createAuthClient();

export async function makeAuthenticatedRequest(endpoint, options) {
  const response = await auth.fetch(endpoint, options);
  if (auth.state.status === 'signed_out') window.location.href = '/login';
  return response;
}
