/**
 * Returns a copy of an error for the log: the same name, and the message without the secrets. Use
 * it for every error whose message may quote a request or a response.
 */
export function withoutSecrets(error: unknown, secrets: readonly string[] = []): Error {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  // A JSON parser quotes its input, which may contain tokens, names and keys.
  const text = name === 'SyntaxError' ? 'an answer that could not be parsed' : message;
  // The longest secret comes first: if a password starts with the username, removing the username
  // first would leave the rest of the password.
  const longestFirst = secrets.flatMap(spellingsOf).toSorted((a, b) => b.length - a.length);
  const redacted = longestFirst.reduce((rest, secret) => strike(rest, secret), text);
  const copy = new Error(redacted.slice(0, 500));
  copy.name = name;
  return copy;
}

/** Cognito may answer with a name in lower case, and in another normal form of Unicode. */
const spellingsOf = (secret: string): string[] =>
  secret === '' ? [] : [...new Set([secret, secret.normalize('NFC'), secret.normalize('NFD')])];

const strike = (text: string, secret: string): string =>
  text.replaceAll(new RegExp(secret.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu'), '***');
