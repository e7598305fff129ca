/** The modules of the client that the sandbox serves. */

import { expect, jest, test } from '@jest/globals';
import { createClientModules } from '../../sandbox/web/client.ts';

type Build = NonNullable<Parameters<typeof createClientModules>[0]>;

test('are bundled once, for requests at the same time as well', async () => {
  const build = jest.fn<Build>().mockResolvedValue(new Map([['client.js', 'export {};']]));
  const find = createClientModules(build);
  await expect(Promise.all([find('client.js'), find('client.js')])).resolves.toEqual([
    'export {};',
    'export {};',
  ]);
  await expect(find('other.js')).resolves.toBeUndefined();
  expect(build).toHaveBeenCalledTimes(1);
});

test('are bundled again after a failure', async () => {
  const mended = new Map([['client.js', 'mended']]);
  const build = jest
    .fn<Build>()
    .mockRejectedValueOnce(new Error('unexpected token'))
    .mockResolvedValue(mended);
  const find = createClientModules(build);
  await expect(find('client.js')).rejects.toThrow('unexpected token');
  await expect(find('client.js')).resolves.toBe('mended');
});
