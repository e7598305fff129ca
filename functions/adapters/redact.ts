/** A stand-in for an error whose text may quote what was sent: the same name, its secrets struck out. For the log. */
export function withoutSecrets(error: unknown, secrets: readonly string[]): Error {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const struck = secrets.filter((secret) => secret !== '').reduce((text, secret) => text.replaceAll(secret, '***'), message);
  const copy = new Error(struck.slice(0, 500));
  copy.name = name;
  return copy;
}
