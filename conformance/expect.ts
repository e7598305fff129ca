/** Expectations that many checks share. Each throws an AssertionError if it is not met. */

import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { buildChallenge } from '../contract/envelope.ts';
import { anchorOf, type ErrorCode, errorRow } from '../contract/errors/index.ts';
import { errorEnvelope } from '../contract/schemas/index.ts';
import { type ApiResponse, challengeIn } from './api.ts';

/** Expects an envelope with everything that the row of its code declares. */
export function expectError(
  answer: ApiResponse,
  code: ErrorCode,
): NonNullable<ApiResponse['error']> {
  const row = errorRow(code);
  const { error } = answer;
  assert.equal(
    error?.code,
    code,
    `${answer.request}: expected ${row.status} ${code}, got ${gist(answer)}`,
  );
  assert.ok(error);
  assert.equal(answer.status, row.status, `status on the wire of ${code}`);
  const parsed = z.safeParse(errorEnvelope, answer.json);
  assert.ok(parsed.success, `the envelope of ${code} is malformed: ${issuesIn(parsed)}`);
  assert.equal(error.status, row.status, `status in the body of ${code}`);
  assert.ok(
    error.documentation_url.endsWith(`#${anchorOf(code)}`),
    `documentation_url of ${code}: ${error.documentation_url}`,
  );
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  expectCommonHeaders(answer);
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
    assert.equal(challengeIn(answer), buildChallenge(code), `Bearer challenge of ${code}`);
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

/** The headers of every answer. */
export function expectCommonHeaders(
  { request, headers }: ApiResponse,
  cacheControl = 'no-store',
): void {
  assert.ok(headers.get('x-request-id'), `${request}: X-Request-Id is missing`);
  assert.equal(headers.get('cache-control'), cacheControl, `${request}: Cache-Control`);
}

export function expectStatus(answer: ApiResponse, status: number): void {
  assert.equal(answer.status, status, `${answer.request}: expected ${status}, got ${gist(answer)}`);
}

/** An answer in a few words, for messages. */
const gist = ({ status, error, text }: ApiResponse): string =>
  `${status} ${error?.code ?? text.slice(0, 80)}`;

/** Expects a body of a schema and returns it. */
export function expectBody<S extends z.core.$ZodType>(answer: ApiResponse, schema: S): z.output<S> {
  const parsed = z.safeParse(schema, answer.json);
  assert.ok(parsed.success, `${answer.request}: unexpected body: ${issuesIn(parsed)}`);
  return parsed.data as z.output<S>;
}

/** What is wrong with a value, for messages. */
function issuesIn({ error }: { error?: z.core.$ZodError | undefined }): string {
  const issues = error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join('.')} ${message}`).join(', ');
}
