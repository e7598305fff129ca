import { connect } from 'node:net';
import { expect, test } from '@jest/globals';

test('a test that connects to another host fails', async () => {
  expect(() => connect(443, 'example.com')).toThrow(
    'a test must not connect to another host, got example.com',
  );
  await expect(fetch('https://example.com/')).rejects.toThrow();
});
