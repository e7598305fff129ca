import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { pathParameters, queryParameters } from '../../../functions/http/parameters.ts';
import { catchFailure } from '../../support/failure.ts';

const event = {
  pathParameters: { id: 'a b' },
  multiValueQueryStringParameters: { limit: ['5'], other: ['x', 'y'] },
};
const nothing = { pathParameters: null, multiValueQueryStringParameters: null };
const schema = z.object({ id: z.string().check(z.maxLength(3, 'must be at most 3 characters')) });

describe('path parameters', () => {
  test('are parsed by the schema of the route', () => {
    expect(pathParameters(schema, event)).toEqual({ id: 'a b' });
  });
  test.each([
    [{ ...event, pathParameters: { id: 'too long' } }, 'must be at most 3 characters'],
    [nothing, expect.any(String)],
  ])('that are wrong throw BAD_REQUEST with the name', async (wrong, issue) => {
    expect(await catchFailure((async () => pathParameters(schema, wrong))())).toMatchObject({
      code: 'BAD_REQUEST',
      options: { details: { field: 'id', issue } },
    });
  });
});

describe('query parameters', () => {
  const query = z.object({
    limit: z.optional(z.string().check(z.regex(/^\d+$/, 'must be a whole number'))),
  });
  test('that the schema does not name are ignored, also if they came twice', () => {
    expect(queryParameters(query, event)).toEqual({ limit: '5' });
  });
  test('are parsed by the schema of the route', () => {
    const sent = { limit: ['5'] };
    const event = { ...nothing, multiValueQueryStringParameters: sent };
    expect(queryParameters(query, event)).toEqual({ limit: '5' });
    expect(queryParameters(query, nothing)).toEqual({});
  });
  test.each([
    [{ limit: ['five'] }, 'limit', 'must be a whole number'],
    [{ limit: ['5', '6'] }, 'limit', 'was sent more than once'],
  ])('that are wrong throw BAD_REQUEST with the name: %j', async (sent, field, issue) => {
    const wrong = { ...nothing, multiValueQueryStringParameters: sent };
    expect(await catchFailure((async () => queryParameters(query, wrong))())).toMatchObject({
      code: 'BAD_REQUEST',
      options: { details: { field, issue } },
    });
  });
});
