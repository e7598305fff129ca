import { beforeEach, expect, test } from '@jest/globals';
import {
  onlyNamesOf,
  type PasskeyNames,
  withName,
} from '../../functions/core/passkeys/passkey-names.ts';

/** The tests that every store of names must pass. `fresh` returns an empty store. */
export function passkeyNamesContract(fresh: () => Promise<PasskeyNames>): void {
  let names: PasskeyNames;
  beforeEach(async () => {
    names = await fresh();
  });

  test('finds no names in an empty store', async () =>
    await expect(names.read('jane')).resolves.toEqual({}));
  test('keeps the names of users apart, and the last name of a passkey', async () => {
    await names.change('jane', withName('id1', 'Phone'));
    await names.change('jane', withName('id1', 'My phone'));
    await names.change('jane', withName('id2', 'Laptop'));
    await names.change('mallory', withName('id1', 'Mine'));
    await expect(names.read('jane')).resolves.toEqual({ id1: 'My phone', id2: 'Laptop' });
  });
  test('loses no name of a burst', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `id${index}`);
    await Promise.all(ids.map((id) => names.change('jane', withName(id, id))));
    await expect(names.read('jane')).resolves.toEqual(
      Object.fromEntries(ids.map((id) => [id, id])),
    );
  });
  test('forgets the names of passkeys that are gone', async () => {
    await names.change('jane', withName('id1', 'Phone'));
    await names.change('jane', withName('id2', 'Laptop'));
    await names.change('jane', onlyNamesOf(['id2', 'id3']));
    await expect(names.read('jane')).resolves.toEqual({ id2: 'Laptop' });
    await names.change('jane', onlyNamesOf([]));
    await names.change('jane', onlyNamesOf([]));
    await expect(names.read('jane')).resolves.toEqual({});
  });
  test('forgets all names of a user', async () => {
    await names.change('jane', withName('id1', 'Phone'));
    await names.forget('jane');
    await names.forget('jane');
    await expect(names.read('jane')).resolves.toEqual({});
  });
}
