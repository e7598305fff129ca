import { describe, expect, test } from '@jest/globals';
import type { Request } from '@middy/core';
import { AuthError } from '../../../functions/core/error.ts';
import { normaliseError } from '../../../functions/http/normalise-error.ts';

const normalise = (thrown: unknown): unknown => {
  const request = { error: thrown } as Request;
  normaliseError().onError(request);
  return request.error;
};

test('an AuthError is not changed', () => {
  const error = new AuthError('INTERNAL_ERROR', { cause: new Error('table') });
  expect(normalise(error)).toBe(error);
});

describe('any other value becomes the cause of an INTERNAL_ERROR', () => {
  test.each([new Error('bug'), 'text', undefined, null, 0])('%p', (thrown) => {
    const error = normalise(thrown) as AuthError;
    expect(error).toBeInstanceOf(AuthError);
    expect({ code: error.code, options: error.options, cause: error.cause }).toEqual({
      code: 'INTERNAL_ERROR',
      options: {},
      cause: thrown,
    });
  });
});
