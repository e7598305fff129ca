import { connect } from 'node:net';
import { expect, test } from '@jest/globals';

test('a test that reaches for the network fails', async () => {
  expect(() => connect(443, 'example.com')).toThrow('a test reached for the network: example.com');
  await expect(fetch('https://example.com/')).rejects.toThrow();
});
