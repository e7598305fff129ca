/**
 * Returns the URI by which an authenticator app learns a secret (Google Authenticator: "Key Uri
 * Format").
 */
export function authenticatorUri(
  secret: string,
  label: { issuer: string; username: string },
): string {
  const [issuer, username] = [label.issuer, label.username].map(encodeURIComponent);
  return `otpauth://totp/${issuer}:${username}?secret=${secret}&issuer=${issuer}`;
}
