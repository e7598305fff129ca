/** A secure origin, or one of the developer's own machine, whose host is the relying party's. */
export function isOriginOf(origin: string, rpId: string): boolean {
  if (rpId === '' || !URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  const isSecure = protocol === 'https:' || (protocol === 'http:' && isLocal);
  return isSecure && (hostname === rpId || hostname.endsWith(`.${rpId}`));
}
