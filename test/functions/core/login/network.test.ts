import { expect, test } from '@jest/globals';
import { networkOf } from '../../../../functions/core/login/network.ts';

const networks: Record<string, string> = {
  '192.0.2.1': '192.0.2.1',
  '::ffff:192.0.2.1': '192.0.2.1',
  '::ffff:c000:201': '192.0.2.1',
  '0:0:0:0:0:ffff:192.0.2.1': '192.0.2.1',
  '2001:db8:85a3:8d3:1319:8a2e:370:7348': '2001:db8:85a3:8d3::/64',
  '2001:DB8:85A3:08D3::1': '2001:db8:85a3:8d3::/64',
  '2001:db8::1': '2001:db8:0:0::/64',
  '2001:db8::192.0.2.1': '2001:db8:0:0::/64',
  'fe80::1%eth0': 'fe80:0:0:0::/64',
  '::1': '0:0:0:0::/64',
  '::': '0:0:0:0::/64',
  '64:ff9b::192.0.2.1': '64:ff9b:0:0::/64',
};
test.each(Object.entries(networks))('%s counts as %s', (address, network) =>
  expect(networkOf(address)).toBe(network),
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
])('%j is not an address and counts as unknown', (text) => expect(networkOf(text)).toBe('unknown'));
