import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { buildEnvelope } from '../../contract/envelope.ts';
import { errorEnvelope, loginRequest } from '../../contract/schemas/index.ts';

const good = buildEnvelope('NOT_FOUND', {}, { requestId: '' });
const bent: Record<string, (error: Record<string, unknown>) => unknown> = {
  'no envelope': (error) => error,
  'a member beside the error': (error) => ({ error, message: 'x' }),
  'a member that nobody knows': (error) => ({ error: { ...error, stack: 'x' } }),
  'a code that nobody knows': (error) => ({ error: { ...error, code: 'OOPS' } }),
  'an empty message': (error) => ({ error: { ...error, message: '' } }),
  'a status that is success': (error) => ({ error: { ...error, status: 200 } }),
  'no details': (error) => ({ error: { ...error, details: undefined } }),
  'an action that nobody knows': (error) => ({ error: { ...error, details: { action: 'panic' } } }),
  'a wait that is no number': (error) => ({
    error: { ...error, details: { action: 'retry', retry_after: '2' } },
  }),
  'no link': (error) => ({ error: { ...error, documentation_url: '#not-found' } }),
};
test('an envelope is one', () => expect(z.safeParse(errorEnvelope, good).success).toBe(true));
test.each(Object.entries(bent))('%s is none', (_, bend) => {
  expect(z.safeParse(errorEnvelope, bend({ ...good.error })).success).toBe(false);
});

test('a login keeps what it knows and drops the rest', () => {
  expect(z.parse(loginRequest, { username: 'u', password: 'p', remember: true })).toEqual({
    username: 'u',
    password: 'p',
  });
});
