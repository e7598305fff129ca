/** Laws of the error table and of the envelopes made from it. */

import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { buildChallenge, buildEnvelope, buildEnvelopeHeaders } from '../../contract/envelope.ts';
import {
  anchorOf,
  DOCUMENTATION_URL,
  ERROR_CODES,
  type ErrorCode,
  errorRow,
} from '../../contract/errors/index.ts';
import { ACTIONS } from '../../contract/errors/row.ts';
import { errorEnvelope } from '../../contract/schemas/index.ts';
import { ERROR_PROSE } from '../../docs/errors/index.ts';

const rows = ERROR_CODES.map((code) => ({ code, row: errorRow(code) }));
const variants = rows.flatMap(({ code, row }) =>
  [undefined, ...Object.keys(row.variants ?? {})].map((variant) => ({ code, row, variant })),
);
const envelope = (code: ErrorCode, variant?: string) => {
  const details = variant === undefined ? ERROR_PROSE[code].example : undefined;
  return buildEnvelope(code, { variant, details } as Parameters<typeof buildEnvelope>[1], {
    requestId: 'request-id',
  });
};

describe.each(variants)('$code $variant', ({ code, row, variant }) => {
  const { error } = envelope(code, variant);
  test('has the one shape', () =>
    expect(z.safeParse(errorEnvelope, { error }).error).toBeUndefined());
  test('is read on the errors page under its own heading', () => {
    expect(error.documentation_url).toBe(
      `${DOCUMENTATION_URL}#${code.toLowerCase().replaceAll('_', '-')}`,
    );
  });
  test('carries the request’s id exactly when it is a 5xx', () => {
    expect(error.details.request_id).toBe(row.status >= 500 ? 'request-id' : undefined);
  });
  test('has keys in snake case', () => {
    for (const key of Object.keys(error.details)) expect(key).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });
  test('says in the header what it says of waiting in the body', () => {
    const { retry_after } = error.details;
    expect(buildEnvelopeHeaders({ error })['Retry-After']).toBe(
      retry_after === undefined ? undefined : String(retry_after),
    );
  });
  test('has a message without gaps', () => expect(error.message).toMatch(/^[^{}]+$/));
});

test.each(rows)('$code: status, wait and challenge agree', ({ code, row }) => {
  expect(row.status).toBeGreaterThanOrEqual(400);
  if (row.status === 429 || row.status >= 500) expect(row.retryAfter).toBeGreaterThan(0);
  else expect(row.retryAfter).toBeUndefined();
  if (row.status === 401) expect(buildChallenge(code)).toMatch(/^Bearer realm="chordian-auth"/);
  else expect(buildChallenge(code)).toBeUndefined();
});

test('the codes are in the order of their statuses', () => {
  const statuses = rows.map(({ row }) => row.status);
  expect(statuses).toEqual(statuses.toSorted((a, b) => a - b));
});

test('each action is that of some code or of a named cause', () => {
  const used = rows.flatMap(({ row }) => [row, ...Object.values(row.variants ?? {})]);
  expect(new Set(used.flatMap(({ action }) => action ?? []))).toEqual(new Set(ACTIONS));
});

test.each(ERROR_CODES)('%s has a description, causes and a solution', (code) => {
  const { description, causes, solution } = ERROR_PROSE[code];
  for (const text of [description, ...causes, ...solution]) {
    expect(text.trim()).not.toBe('');
  }
  expect(causes.length).toBeGreaterThan(0);
  expect(solution.length).toBeGreaterThan(0);
});

test('a code without prose does not compile', () => {
  const { INVALID_TOKEN: _, ...others } = ERROR_PROSE;
  // @ts-expect-error: INVALID_TOKEN is missing.
  const incomplete: typeof ERROR_PROSE = others;
  expect(Object.keys(incomplete)).toHaveLength(ERROR_CODES.length - 1);
});

test('no two codes share a heading', () => {
  expect(new Set(ERROR_CODES.map(anchorOf)).size).toBe(ERROR_CODES.length);
});

test('a wait of a throw site replaces the row’s, zero too', () => {
  const made = buildEnvelope('TOO_MANY_REQUESTS', { retryAfter: 0 }, { requestId: '' });
  expect(made.error.details.retry_after).toBe(0);
  expect(buildEnvelopeHeaders(made)['Retry-After']).toBe('0');
});

test('a message is filled from its details, and never from anything else', () => {
  const made = buildEnvelope(
    'BAD_REQUEST',
    { details: { field: '{issue}', issue: '$&' } },
    { requestId: '' },
  );
  expect(made.error.message).toBe('{issue} $&');
  expect(buildEnvelope('BAD_REQUEST', {}, { requestId: '' }).error.message).toBe('field issue');
});

test('an INTERNAL_ERROR begins with the label of its route, which is not among its details', () => {
  const made = buildEnvelope('INTERNAL_ERROR', {}, { requestId: 'id', label: 'Token refresh' });
  expect(made.error.message).toBe('Token refresh failed due to server error');
  expect(made.error.details).toEqual({ action: 'retry', request_id: 'id', retry_after: 1 });
});

test('an INTERNAL_ERROR of no known route says that the request failed', () => {
  const { error } = buildEnvelope('INTERNAL_ERROR', {}, { requestId: 'id' });
  expect(error.message).toBe('Request failed due to server error');
});

test('details cannot take the place of the label', () => {
  const made = buildEnvelope('INTERNAL_ERROR', { details: { label: 'x' } }, { requestId: '' });
  expect(made.error.message).toBe('Request failed due to server error');
});

test('details cannot take the place of what the row says', () => {
  const details = { action: 'login', request_id: 'chosen', retry_after: 'never' };
  expect(buildEnvelope('BAD_GATEWAY', { details }, { requestId: 'id' }).error.details).toEqual({
    upstream: 'AWS Cognito',
    action: 'retry',
    request_id: 'id',
    retry_after: 2,
  });
});

test('the errors page of a stage is linked to instead of the published one', () => {
  const { error } = buildEnvelope(
    'NOT_FOUND',
    {},
    { requestId: '', documentationUrl: 'https://docs.example.com/errors' },
  );
  expect(error.documentation_url).toBe('https://docs.example.com/errors#not-found');
});
