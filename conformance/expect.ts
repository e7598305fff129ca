/** Expectations that many checks share. Each throws an AssertionError that says what came. */

import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { challengeOf } from '../contract/envelope.ts';
import { anchorOf, type ErrorCode, errorRow } from '../contract/errors/index.ts';
import { errorEnvelope } from '../contract/schemas/index.ts';
import { type Answer, challengeIn } from './api.ts';

/** A failure in the one envelope, with everything its row promises, whoever answered. */
export function expectError(answer: Answer, code: ErrorCode): NonNullable<Answer['error']> {
  const row = errorRow(code);
  const { error } = answer;
  assert.equal(
    error?.code,
    code,
    `expected ${row.status} ${code}, got ${answer.status} ${error?.code ?? answer.text.slice(0, 80)}`,
  );
  assert.ok(error);
  assert.equal(answer.status, row.status, `status on the wire of ${code}`);
  const parsed = z.safeParse(errorEnvelope, answer.json);
  assert.ok(
    parsed.success,
    `the envelope of ${code} is malformed: ${parsed.error?.issues.map(({ path }) => path.join('.')).join(', ')}`,
  );
  assert.equal(error.status, row.status, `status in the body of ${code}`);
  assert.ok(
    error.documentation_url.endsWith(`#${anchorOf(code)}`),
    `documentation_url of ${code}: ${error.documentation_url}`,
  );
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  assert.equal(answer.headers.get('cache-control'), 'no-store', `Cache-Control of ${code}`);
  expectRequestId(answer);
  const actions = [row, ...Object.values(row.variants ?? {})].map(({ action }) => action);
  assert.ok(
    actions.includes(error.details.action),
    `details.action of ${code}: ${error.details.action}`,
  );
  const requestId = row.status >= 500 ? answer.headers.get('x-request-id') : undefined;
  assert.equal(
    error.details.request_id,
    requestId ?? undefined,
    `details.request_id of ${code} must be X-Request-Id, and only on a 5xx`,
  );
  if (row.status === 401) {
    assert.equal(challengeIn(answer), challengeOf(code), `Bearer challenge of ${code}`);
  }
  const wait = error.details.retry_after;
  if (row.retryAfter !== undefined) {
    assert.ok(wait !== undefined, `${code} must carry details.retry_after`);
  }
  if (wait !== undefined) {
    assert.equal(answer.headers.get('retry-after'), String(wait), `Retry-After of ${code}`);
  }
  if (row.clearsCookie) {
    assert.match(answer.cookie?.line ?? '', /=;.*Max-Age=0/, `${code} must clear the cookie`);
  }
  return error;
}

export function expectRequestId({ headers }: Answer): void {
  assert.ok(headers.get('x-request-id'), 'X-Request-Id is missing');
}

export function expectStatus(answer: Answer, status: number): void {
  assert.equal(
    answer.status,
    status,
    `expected ${status}, got ${answer.status} ${answer.error?.code ?? ''}`,
  );
}

/** The body of an answer, by its schema. */
export function expectBody<S extends z.core.$ZodType>(answer: Answer, schema: S): z.output<S> {
  const parsed = z.safeParse(schema, answer.json);
  assert.ok(
    parsed.success,
    `unexpected body: ${parsed.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join(', ')}`,
  );
  return parsed.data as z.output<S>;
}
