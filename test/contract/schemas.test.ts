import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { buildEnvelope } from '../../contract/envelope.ts';
import { errorEnvelope, loginRequest } from '../../contract/schemas/index.ts';

const good = buildEnvelope('NOT_FOUND', {}, { requestId: '' });
const malformed: Record<string, (error: Record<string, unknown>) => unknown> = {
  'an error without its envelope': (error) => error,
  'a member beside the error': (error) => ({ error, message: 'x' }),
  'an unknown member': (error) => ({ error: { ...error, stack: 'x' } }),
  'an unknown code': (error) => ({ error: { ...error, code: 'OOPS' } }),
  'an empty message': (error) => ({ error: { ...error, message: '' } }),
  'the status of a success': (error) => ({ error: { ...error, status: 200 } }),
  'no details': (error) => ({ error: { ...error, details: undefined } }),
  'an unknown action': (error) => ({ error: { ...error, details: { action: 'panic' } } }),
  'a retry time that is a string': (error) => ({
    error: { ...error, details: { action: 'retry', retry_after: '2' } },
  }),
  'a link without a host': (error) => ({ error: { ...error, documentation_url: '#not-found' } }),
};
test('accepts an envelope', () => expect(z.safeParse(errorEnvelope, good).success).toBe(true));
test.each(Object.entries(malformed))('rejects %s', (_, change) => {
  expect(z.safeParse(errorEnvelope, change({ ...good.error })).success).toBe(false);
});

test('loginRequest drops unknown fields', () => {
  expect(z.parse(loginRequest, { username: 'u', password: 'p', remember: true })).toEqual({
    username: 'u',
    password: 'p',
  });
});
