import { afterEach, expect, jest, test } from '@jest/globals';
import { hmacKeyOf, jwtKeyOf } from '../../../../functions/core/keys/imported-keys.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

test('a key is imported once, however often it is used', async () => {
  const importKey = jest.spyOn(crypto.subtle, 'importKey');
  const key = new Uint8Array(32).fill(1);
  const [first, second] = [await jwtKeyOf(key), await jwtKeyOf(key)];
  expect(second).toBe(first);
  expect(importKey).toHaveBeenCalledTimes(1);
  expect(hmacKeyOf(key)).toBe(hmacKeyOf(key));
});

test('another key is another import, even if its bytes are the same', async () => {
  const [key, copy] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(1)];
  expect(await jwtKeyOf(copy)).not.toBe(await jwtKeyOf(key));
  expect(hmacKeyOf(copy)).not.toBe(hmacKeyOf(key));
});

test('the imported keys cannot be read from the outside', async () => {
  expect((await jwtKeyOf(new Uint8Array(32))).extractable).toBe(false);
});
