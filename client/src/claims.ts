/** The user, as of the last refresh. */
export interface User {
  sub: string;
  username: string;
  email: string | null;
  groups: readonly string[];
}

/** What the client reads in a session JWT. It does not verify the token: the API does. */
export interface Claims extends User {
  /** ID of the session. */
  sid: string;
  /** The JWT itself. */
  token: string;
}

/** Reads the claims of a session JWT. Returns undefined if the text is not one. */
export function readClaims(token: unknown): Claims | undefined {
  try {
    const [, payload = ''] = String(token).split('.');
    const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    // Not every runtime of React Native has a TextDecoder.
    const claims = { ...JSON.parse(decodeURIComponent(escape(binary))), token } as Claims;
    return claims.sub && claims.sid ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** The name that users type to sign in: their address, if they have one. */
export const nameOf = ({ email, username }: User): string => email ?? username;

export const userOf = ({ sub, username, email, groups }: Claims): User => ({
  sub,
  username,
  email,
  groups,
});
