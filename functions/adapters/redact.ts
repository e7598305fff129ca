/**
 * A stand-in for an error whose text may quote what was sent or read: the same name, its secrets
 * struck out. For the log.
 */
export function withoutSecrets(error: unknown, secrets: readonly string[] = []): Error {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  // A JSON parser quotes what it read, and tokens, names and keys may be in it.
  const said = name === 'SyntaxError' ? 'an answer that could not be parsed' : message;
  // The longest first: a name struck out of the password that begins with it would leave the rest.
  const longestFirst = secrets
    .filter((secret) => secret !== '')
    .toSorted((a, b) => b.length - a.length);
  const struck = longestFirst.reduce((text, secret) => text.replaceAll(secret, '***'), said);
  const copy = new Error(struck.slice(0, 500));
  copy.name = name;
  return copy;
}
