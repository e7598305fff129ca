import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { withDeadline } from '../../../functions/adapters/deadline.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('passes the result on and leaves no timer', async () => {
  await expect(withDeadline(1_000, async () => 'result')).resolves.toBe('result');
  expect(jest.getTimerCount()).toBe(0);
});

test('passes the error on and leaves no timer', async () => {
  const work = withDeadline(1_000, async () => {
    throw new TypeError('bug');
  });
  await expect(work).rejects.toThrow('bug');
  expect(jest.getTimerCount()).toBe(0);
});

test('rejects at the deadline, even if the work ignores the signal', async () => {
  let signal: AbortSignal | undefined;
  const work = withDeadline(1_000, (abortSignal) => {
    signal = abortSignal;
    return new Promise<never>(() => {});
  });
  const outcome = expect(work).rejects.toMatchObject({
    name: 'TimeoutError',
    message: 'not finished after 1000 ms',
  });
  await jest.advanceTimersByTimeAsync(999);
  expect(signal?.aborted).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect(signal?.aborted).toBe(true);
  await outcome;
});

test('rejects with the TimeoutError, not with what the signal makes of it', async () => {
  const work = withDeadline(
    1_000,
    (abortSignal) =>
      new Promise<never>((_, reject) => {
        abortSignal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
  );
  const outcome = expect(work).rejects.toMatchObject({ name: 'TimeoutError' });
  await jest.advanceTimersByTimeAsync(1_000);
  await outcome;
});
