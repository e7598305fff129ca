import { isIPv4, SocketAddress } from 'node:net';

/**
 * Returns the network that attempts are counted for: the IPv4 address, or the /64 of an IPv6
 * address, because a single host is assigned a whole /64 (RFC 6177). IPv4-mapped IPv6 addresses
 * count as IPv4. All texts that are not addresses count as one network.
 */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address;
  const groups = parseIPv6(address);
  if (!groups) return 'unknown';
  const isIPv4Mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isIPv4Mapped) {
    return [groups[6] ?? 0, groups[7] ?? 0]
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.');
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** Returns the eight groups of an IPv6 address, or undefined if the text is not one. */
function parseIPv6(address: string): number[] | undefined {
  const parsed = SocketAddress.parse(`[${address.split('%')[0]}]`)?.address;
  if (parsed === undefined) return undefined;
  // A dotted tail stands for the last two groups (RFC 4291 section 2.2).
  const hexadecimal = parsed.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = hexadecimal.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}
