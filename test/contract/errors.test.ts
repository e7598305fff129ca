/** The rules of the error table and of its envelopes. */

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
  test('matches the schema of the envelope', () =>
    expect(z.safeParse(errorEnvelope, { error }).error).toBeUndefined());
  test('links to its own heading of the errors page', () => {
    expect(error.documentation_url).toBe(
      `${DOCUMENTATION_URL}#${code.toLowerCase().replaceAll('_', '-')}`,
    );
  });
  test('contains the request ID only if the status is 5xx', () => {
    expect(error.details.request_id).toBe(row.status >= 500 ? 'request-id' : undefined);
  });
  test('has keys in snake case', () => {
    for (const key of Object.keys(error.details)) expect(key).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });
  test('has the same retry time in the header and in the body', () => {
    const { retry_after } = error.details;
    expect(buildEnvelopeHeaders({ error })['Retry-After']).toBe(
      retry_after === undefined ? undefined : String(retry_after),
    );
  });
  test('has a message without placeholders', () => expect(error.message).toMatch(/^[^{}]+$/));
});

test.each(rows)(
  '$code has a retry time and a challenge as its status requires',
  ({ code, row }) => {
    expect(row.status).toBeGreaterThanOrEqual(400);
    if (row.status === 429 || row.status >= 500) expect(row.retryAfter).toBeGreaterThan(0);
    else expect(row.retryAfter).toBeUndefined();
    if (row.status === 401) expect(buildChallenge(code)).toMatch(/^Bearer realm="chordian-auth"/);
    else expect(buildChallenge(code)).toBeUndefined();
  },
);

test('the codes are in the order of their statuses', () => {
  const statuses = rows.map(({ row }) => row.status);
  expect(statuses).toEqual(statuses.toSorted((a, b) => a - b));
});

test('each action is used by a row or a variant', () => {
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

test('each code has its own heading', () => {
  expect(new Set(ERROR_CODES.map(anchorOf)).size).toBe(ERROR_CODES.length);
});

test('retryAfter of the throw site replaces that of the row, even if it is 0', () => {
  const built = buildEnvelope('TOO_MANY_REQUESTS', { retryAfter: 0 }, { requestId: '' });
  expect(built.error.details.retry_after).toBe(0);
  expect(buildEnvelopeHeaders(built)['Retry-After']).toBe('0');
});

test('the message is filled from the details only, in one pass', () => {
  const built = buildEnvelope(
    'BAD_REQUEST',
    { details: { field: '{issue}', issue: '$&' } },
    { requestId: '' },
  );
  expect(built.error.message).toBe('{issue} $&');
  expect(buildEnvelope('BAD_REQUEST', {}, { requestId: '' }).error.message).toBe('field issue');
});

test('an INTERNAL_ERROR has the label of its route in the message, not in the details', () => {
  const built = buildEnvelope('INTERNAL_ERROR', {}, { requestId: 'id', label: 'Token refresh' });
  expect(built.error.message).toBe('Token refresh failed due to server error');
  expect(built.error.details).toEqual({ action: 'retry', request_id: 'id', retry_after: 1 });
});

test('an INTERNAL_ERROR without a label has the message of a failed request', () => {
  const { error } = buildEnvelope('INTERNAL_ERROR', {}, { requestId: 'id' });
  expect(error.message).toBe('Request failed due to server error');
});

test('details do not replace the label', () => {
  const built = buildEnvelope('INTERNAL_ERROR', { details: { label: 'x' } }, { requestId: '' });
  expect(built.error.message).toBe('Request failed due to server error');
});

test('details do not replace the values of the row', () => {
  const details = { action: 'login', request_id: 'chosen', retry_after: 'never' };
  expect(buildEnvelope('BAD_GATEWAY', { details }, { requestId: 'id' }).error.details).toEqual({
    upstream: 'AWS Cognito',
    action: 'retry',
    request_id: 'id',
    retry_after: 2,
  });
});

test('documentation_url is the errors page of the stage', () => {
  const { error } = buildEnvelope(
    'NOT_FOUND',
    {},
    { requestId: '', documentationUrl: 'https://docs.example.com/errors' },
  );
  expect(error.documentation_url).toBe('https://docs.example.com/errors#not-found');
});
