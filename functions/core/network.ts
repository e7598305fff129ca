/**
 * The networks of a client's address. The narrow network stands for one customer of a provider. The
 * wide one exists for IPv6 only: a customer may be assigned a whole /48 (RFC 6177).
 */

import { isIPv4, SocketAddress } from 'node:net';
import { computeMac } from './keys/mac.ts';

export interface Networks {
  /** The IPv4 address, or the /64 of an IPv6 address. */
  narrow: string;
  /** The /48 of an IPv6 address. */
  wide: string | undefined;
}

/**
 * Returns the networks of an address. IPv4-mapped IPv6 addresses count as IPv4 (RFC 4291 section
 * 2.5.5.2). All texts that are not addresses count as one network.
 */
export function networksOf(address: string): Networks {
  if (isIPv4(address)) return { narrow: address, wide: undefined };
  const groups = parseIPv6(address);
  if (!groups) return { narrow: 'unknown', wide: undefined };
  const isIPv4Mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isIPv4Mapped) return { narrow: toDottedQuad(groups.slice(6)), wide: undefined };
  return { narrow: toPrefix(groups, 64), wide: toPrefix(groups, 48) };
}

/**
 * The latest fingerprint by key. The log, the counters and the session of one request all ask for
 * that of the same network.
 */
const latest = new WeakMap<Uint8Array, { network: string; fingerprint: string }>();

/** Returns the fingerprint of a network, base64url. */
export function fingerprintNetwork(key: Uint8Array, network: string): string {
  const known = latest.get(key);
  if (known?.network === network) return known.fingerprint;
  const fingerprint = computeMac(key, network);
  latest.set(key, { network, fingerprint });
  return fingerprint;
}

const toDottedQuad = (groups: readonly number[]): string =>
  groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');

const toPrefix = (groups: readonly number[], bits: 48 | 64): string =>
  `${groups
    .slice(0, bits / 16)
    .map((group) => group.toString(16))
    .join(':')}::/${bits}`;

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
