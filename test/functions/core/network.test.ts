import { describe, expect, test } from '@jest/globals';
import { fingerprintNetwork, networksOf } from '../../../functions/core/network.ts';

const ipv4: Record<string, string> = {
  '192.0.2.1': '192.0.2.1',
  '::ffff:192.0.2.1': '192.0.2.1',
  '::ffff:c000:201': '192.0.2.1',
  '0:0:0:0:0:ffff:192.0.2.1': '192.0.2.1',
  '::ffff:203.113.10.255': '203.113.10.255',
};
test.each(Object.entries(ipv4))('%s counts as the IPv4 address %s', (address, narrow) =>
  expect(networksOf(address)).toEqual({ narrow, wide: undefined }),
);

const ipv6: Record<string, [narrow: string, wide: string]> = {
  '2001:db8:85a3:8d3:1319:8a2e:370:7348': ['2001:db8:85a3:8d3::/64', '2001:db8:85a3::/48'],
  '2001:DB8:85A3:08D3::1': ['2001:db8:85a3:8d3::/64', '2001:db8:85a3::/48'],
  '2001:db8::1': ['2001:db8:0:0::/64', '2001:db8:0::/48'],
  '2001:db8::192.0.2.1': ['2001:db8:0:0::/64', '2001:db8:0::/48'],
  'fe80::1%eth0': ['fe80:0:0:0::/64', 'fe80:0:0::/48'],
  '::1': ['0:0:0:0::/64', '0:0:0::/48'],
  '::': ['0:0:0:0::/64', '0:0:0::/48'],
  '64:ff9b::192.0.2.1': ['64:ff9b:0:0::/64', '64:ff9b:0::/48'],
  // These only end like an IPv4-mapped address.
  '1:2:3:4:5:ffff:c000:201': ['1:2:3:4::/64', '1:2:3::/48'],
  '0:0:0:0:5:ffff:c000:201': ['0:0:0:0::/64', '0:0:0::/48'],
  '::fffe:c000:201': ['0:0:0:0::/64', '0:0:0::/48'],
};
test.each(Object.entries(ipv6))('%s counts as its /64 and its /48', (address, [narrow, wide]) =>
  expect(networksOf(address)).toEqual({ narrow, wide }),
);

test.each([
  '',
  'unknown',
  '192.0.2',
  '192.0.2.1, 203.0.113.9',
  '[::1]',
  '::1]:80',
  '2001:db8::1::2',
  '💣',
  '1'.repeat(60),
])('%j is not an address and counts as unknown', (text) =>
  expect(networksOf(text)).toEqual({ narrow: 'unknown', wide: undefined }),
);

describe('the fingerprint of a network', () => {
  const [key, otherKey] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

  test('is the same for the same network and key', () =>
    expect(fingerprintNetwork(key, '192.0.2.1')).toBe(fingerprintNetwork(key, '192.0.2.1')));

  test('differs for another network and for another key', () => {
    const fingerprints = [
      fingerprintNetwork(key, '192.0.2.1'),
      fingerprintNetwork(key, '192.0.2.2'),
      fingerprintNetwork(otherKey, '192.0.2.1'),
    ];
    expect(new Set(fingerprints).size).toBe(3);
  });
});
