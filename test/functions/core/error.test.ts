import { expect, test } from '@jest/globals';
import { AuthError } from '../../../functions/core/error.ts';

test('has its code as its message, and nothing of its details', () => {
  const cause = new Error('private');
  const error = new AuthError('BAD_REQUEST', {
    details: { field: 'username', issue: 'is required' },
    retryAfter: 3,
    cause,
  });
  expect(String(error)).toBe('AuthError: BAD_REQUEST');
  expect(error.code).toBe('BAD_REQUEST');
  expect(error.options).toEqual({
    details: { field: 'username', issue: 'is required' },
    retryAfter: 3,
  });
  expect(error.cause).toBe(cause);
});
