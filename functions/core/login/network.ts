import { isIPv4, SocketAddress } from 'node:net';

/**
 * What counts as one address: an IPv4 address, or the /64 of an IPv6 one, since a host gets a whole
 * /64 (RFC 6177). An IPv4 address in IPv6 clothes is the IPv4 address. What is no address at all is
 * one network of its own.
 */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address;
  const groups = ipv6Groups(address);
  if (!groups) return 'unknown';
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) {
    return [groups[6] ?? 0, groups[7] ?? 0]
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.');
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

function ipv6Groups(address: string): number[] | undefined {
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
