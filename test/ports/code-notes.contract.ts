import { beforeEach, expect, test } from '@jest/globals';
import { MAILED_CODE } from '../../contract/limits.ts';
import type { CodeNotes } from '../../functions/core/mail-door/code-notes.ts';

const NOW = 1_772_366_400;
const ID = 'code.account';

/** The tests that every store of notes must pass. `fresh` returns an empty store. */
export function codeNotesContract(fresh: () => Promise<CodeNotes>): void {
  let notes: CodeNotes;
  beforeEach(async () => {
    notes = await fresh();
  });

  test('finds nothing in an empty store', async () =>
    await expect(notes.find(ID, NOW)).resolves.toBeUndefined());
  test('finds what was noted last, and returns what it replaces', async () => {
    await expect(notes.swap(ID, 'first', NOW)).resolves.toBeUndefined();
    await expect(notes.swap(ID, 'second', NOW + 1)).resolves.toBe('first');
    await expect(notes.find(ID, NOW + 2)).resolves.toBe('second');
  });
  test('forgets a note after ten minutes', async () => {
    await notes.swap(ID, 'note', NOW);
    await expect(notes.find(ID, NOW + MAILED_CODE.resumable)).resolves.toBe('note');
    await expect(notes.find(ID, NOW + MAILED_CODE.resumable + 1)).resolves.toBeUndefined();
    const swapped = notes.swap(ID, 'next', NOW + MAILED_CODE.resumable + 1);
    await expect(swapped).resolves.toBeUndefined();
  });
  test('forgets a deleted note', async () => {
    await notes.swap(ID, 'note', NOW);
    await notes.delete(ID);
    await expect(notes.find(ID, NOW)).resolves.toBeUndefined();
  });
  test('keeps the notes of accounts apart', async () => {
    await notes.swap(ID, 'note', NOW);
    await expect(notes.find('code.other', NOW)).resolves.toBeUndefined();
  });
}
