/**
 * Adds the URI by which an authenticator app learns a secret, if the parameters of a challenge
 * contain one (Google Authenticator: "Key Uri Format").
 */
export function describeAuthenticator(
  { secret }: Readonly<Record<string, unknown>>,
  label: { issuer: string; username: string },
): { otpauth_uri?: string } {
  if (typeof secret !== 'string') return {};
  const [issuer, username] = [label.issuer, label.username].map(encodeURIComponent);
  return { otpauth_uri: `otpauth://totp/${issuer}:${username}?secret=${secret}&issuer=${issuer}` };
}
