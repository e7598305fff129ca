/** The response for each row of the error table and each variant. */

import { describe, expect, test } from '@jest/globals';
import { anchorOf, ERROR_CODES, type ErrorCode, errorRow } from '../../../contract/errors/index.ts';
import { ROUTE_NAMES, ROUTES } from '../../../contract/routes/index.ts';
import { ERROR_PROSE } from '../../../docs/errors/index.ts';
import { AuthError } from '../../../functions/core/error.ts';
import { errorIn, headerIn } from '../../support/answer.ts';
import { exampleBody, lambdaContext, REQUEST_ID, restEvent } from '../../support/event.ts';
import { handlerOf } from '../../support/handlers.ts';

const cases = ERROR_CODES.flatMap((code) =>
  [undefined, ...Object.keys(errorRow(code).variants ?? {})].map((variant) => ({ code, variant })),
);

const handlerThatThrows = (thrown: unknown) =>
  handlerOf('session', async () => {
    throw thrown;
  });
const respondTo = (thrown: unknown) =>
  handlerThatThrows(thrown)(restEvent('session'), lambdaContext());

describe.each(cases)('$code $variant', ({ code, variant }) => {
  const row = errorRow(code);
  const options = {
    variant,
    details: variant === undefined ? ERROR_PROSE[code].example : undefined,
  } as ConstructorParameters<typeof AuthError<ErrorCode>>[1];
  const pending = respondTo(new AuthError(code, options));

  test('is an envelope with the texts of its row', async () => {
    const error = errorIn(await pending, code);
    const variantRow = variant === undefined ? undefined : row.variants?.[variant];
    expect(error.status).toBe(row.status);
    expect(error.details.action).toBe(variantRow?.action ?? row.action);
    expect(error.details).toMatchObject({
      ...row.details,
      ...(variantRow ? variantRow.details : ERROR_PROSE[code].example),
    });
    expect(error.documentation_url).toBe(
      `https://docs.chordian.ai/authentication/errors#${anchorOf(code)}`,
    );
    const message = variantRow?.message ?? row.message;
    expect(error.message).toBe(
      message
        .replace('{field} {issue}', `${error.details.field} ${error.details.issue}`)
        .replace('{origin}', String(error.details.origin))
        .replace('{label}', ROUTES.session.label),
    );
    expect(error.message).not.toMatch(/[{}]/);
  });

  test('is JSON with no-store and the request ID', async () => {
    const response = await pending;
    expect(headerIn(response, 'content-type')).toBe('application/json');
    expect(headerIn(response, 'cache-control')).toBe('no-store');
    expect(headerIn(response, 'x-request-id')).toBe(REQUEST_ID);
    const { details } = errorIn(response, code);
    expect(details.request_id).toBe(row.status >= 500 ? REQUEST_ID : undefined);
  });

  test('has the same retry time in the body and in the header', async () => {
    const response = await pending;
    expect(errorIn(response, code).details.retry_after).toBe(row.retryAfter);
    expect(headerIn(response, 'retry-after')).toBe(
      row.retryAfter === undefined ? undefined : String(row.retryAfter),
    );
  });

  test('has a Bearer challenge only if the status is 401', async () => {
    const challenge = headerIn(await pending, 'www-authenticate');
    if (row.status !== 401) expect(challenge).toBeUndefined();
    else if (row.challenge === 'invalid_token') {
      expect(challenge).toBe('Bearer realm="chordian-auth", error="invalid_token"');
    } else expect(challenge).toBe('Bearer realm="chordian-auth"');
  });

  test('clears the cookie only if the row declares it', async () => {
    const cleared = '__Host-refresh_token=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0; Secure';
    expect(headerIn(await pending, 'set-cookie')).toBe(row.clearsCookie ? cleared : undefined);
  });
});

test('retryAfter of the throw site replaces that of the row', async () => {
  const response = await respondTo(new AuthError('TOO_MANY_REQUESTS', { retryAfter: 731 }));
  expect(errorIn(response, 'TOO_MANY_REQUESTS').details.retry_after).toBe(731);
  expect(headerIn(response, 'retry-after')).toBe('731');
});

describe('any other thrown value returns INTERNAL_ERROR with the label of the route', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const looped = new Error('outer');
  looped.cause = looped;
  const values: Record<string, unknown> = {
    'an Error': new Error('arn:aws:dynamodb:eu-west-1:111122223333:table/sessions'),
    'a string': 'ValidPass123!',
    undefined: undefined,
    null: null,
    false: false,
    zero: 0,
    'a symbol': Symbol('thrown'),
    'a function': () => {},
    'a circular object': circular,
    'an error that caused itself': looped,
    'a frozen object': Object.freeze({
      statusCode: 418,
      expose: true,
      message: 'teapot',
      headers: { 'X-Evil': 'yes' },
    }),
    'an error with a status of its own': Object.assign(new Error('teapot'), {
      statusCode: 418,
      expose: true,
    }),
    'an object without a prototype': Object.create(null),
  };
  test.each(Object.entries(values))('%s', async (_, thrown) => {
    const error = errorIn(await respondTo(thrown), 'INTERNAL_ERROR');
    expect(error).toEqual({
      code: 'INTERNAL_ERROR',
      message: 'Session check failed due to server error',
      status: 500,
      details: { action: 'retry', request_id: REQUEST_ID, retry_after: 1 },
      documentation_url: 'https://docs.chordian.ai/authentication/errors#internal-error',
    });
  });
  test('the response does not contain the thrown value', async () => {
    for (const thrown of Object.values(values)) {
      expect(JSON.stringify(await respondTo(thrown))).not.toMatch(
        /arn:|ValidPass|teapot|Evil|outer|at /,
      );
    }
  });
});

test('the message of an INTERNAL_ERROR starts with the label of the route', async () => {
  const messages = [];
  const query = { account: 'a'.repeat(43) };
  for (const name of ROUTE_NAMES) {
    const handler = handlerOf(name, async () => {
      throw new Error('bug');
    });
    const body = exampleBody(name);
    messages.push(
      errorIn(await handler(restEvent(name, { body, query }), lambdaContext()), 'INTERNAL_ERROR')
        .message,
    );
  }
  expect(messages[0]).toBe('Login failed due to server error');
  expect(messages).toEqual(
    ROUTE_NAMES.map((name) => `${ROUTES[name].label} failed due to server error`),
  );
  expect(new Set(messages).size).toBe(ROUTE_NAMES.length);
});

describe('the early time-out', () => {
  test.each([500, 400, 0, -5])(
    'returns INTERNAL_ERROR if %d ms remain before Lambda’s own time-out',
    async (remaining) => {
      const handler = handlerOf('login', () => new Promise(() => {}));
      const response = await handler(
        restEvent('login', { body: '{"username":"u","password":"p"}' }),
        lambdaContext(remaining),
      );
      expect(errorIn(response, 'INTERNAL_ERROR').message).toBe('Login failed due to server error');
    },
  );
  test('ignores an error that the use case throws afterwards', async () => {
    let fail = (_: Error) => {};
    const handler = handlerOf(
      'session',
      () =>
        new Promise((_, reject) => {
          fail = reject;
        }),
    );
    const response = await handler(restEvent('session'), lambdaContext(0));
    fail(new Error('too late'));
    errorIn(response, 'INTERNAL_ERROR');
  });
});

test('documentation_url is the errors page of the stage', async () => {
  const handler = handlerOf(
    'session',
    async () => {
      throw new AuthError('NOT_AUTHENTICATED');
    },
    { documentationUrl: 'https://docs.example.com/errors' },
  );
  const { documentation_url } = errorIn(
    await handler(restEvent('session'), lambdaContext()),
    'NOT_AUTHENTICATED',
  );
  expect(documentation_url).toBe('https://docs.example.com/errors#not-authenticated');
});

test('the request ID falls back to the other IDs if the extended one is missing', async () => {
  const ids = [];
  for (const requestContext of [{ requestId: 'gateway-id' }, {}, undefined, null]) {
    const event = { ...restEvent('session'), requestContext } as ReturnType<typeof restEvent>;
    ids.push(
      errorIn(await handlerThatThrows(new Error('bug'))(event, lambdaContext()), 'INTERNAL_ERROR')
        .details.request_id,
    );
  }
  const withoutIds = {
    ...restEvent('session'),
    requestContext: undefined,
  } as unknown as ReturnType<typeof restEvent>;
  ids.push(
    errorIn(
      await handlerThatThrows(new Error('bug'))(withoutIds, {
        ...lambdaContext(),
        awsRequestId: '',
      }),
      'INTERNAL_ERROR',
    ).details.request_id,
  );
  expect(ids).toEqual([
    'gateway-id',
    'function-request-id',
    'function-request-id',
    'function-request-id',
    'unknown',
  ]);
});
