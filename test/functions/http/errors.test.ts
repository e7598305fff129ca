/** Every row of the error table, and every variant, as a client gets it. */

import { describe, expect, test } from '@jest/globals';
import { anchorOf, ERROR_CODES, type ErrorCode, errorRow } from '../../../contract/errors/index.ts';
import { ROUTE_NAMES, ROUTES } from '../../../contract/routes/index.ts';
import { ERROR_PROSE } from '../../../docs/errors/index.ts';
import { AuthError } from '../../../functions/core/error.ts';
import { errorIn, headerIn } from '../../support/answer.ts';
import { lambdaContext, REQUEST_ID, restEvent } from '../../support/event.ts';
import { handlerOf } from '../../support/handlers.ts';

const cases = ERROR_CODES.flatMap((code) =>
  [undefined, ...Object.keys(errorRow(code).variants ?? {})].map((variant) => ({ code, variant })),
);

const throwing = (thrown: unknown) =>
  handlerOf('session', async () => {
    throw thrown;
  });
const answerTo = (thrown: unknown) => throwing(thrown)(restEvent('session'), lambdaContext());

describe.each(cases)('$code $variant', ({ code, variant }) => {
  const row = errorRow(code);
  const options = {
    variant,
    details: variant === undefined ? ERROR_PROSE[code].example : undefined,
  } as ConstructorParameters<typeof AuthError<ErrorCode>>[1];
  const answered = answerTo(new AuthError(code, options));

  test('is an envelope with the words of its row', async () => {
    const error = errorIn(await answered, code);
    const said = variant === undefined ? undefined : row.variants?.[variant];
    expect(error.status).toBe(row.status);
    expect(error.details.action).toBe(said?.action ?? row.action);
    expect(error.details).toMatchObject({
      ...row.details,
      ...(said ? said.details : ERROR_PROSE[code].example),
    });
    expect(error.documentation_url).toBe(
      `https://docs.chordian.ai/authentication/errors#${anchorOf(code)}`,
    );
    const message = said?.message ?? row.message;
    expect(error.message).toBe(
      message
        .replace('{field} {issue}', 'username is required')
        .replace('{label}', ROUTES.session.label),
    );
    expect(error.message).not.toMatch(/[{}]/);
  });

  test('comes as JSON, kept by nobody, for a request that it names', async () => {
    const response = await answered;
    expect(headerIn(response, 'content-type')).toBe('application/json');
    expect(headerIn(response, 'cache-control')).toBe('no-store');
    expect(headerIn(response, 'x-request-id')).toBe(REQUEST_ID);
    const { details } = errorIn(response, code);
    expect(details.request_id).toBe(row.status >= 500 ? REQUEST_ID : undefined);
  });

  test('says when to come back, in the body and in the header alike', async () => {
    const response = await answered;
    expect(errorIn(response, code).details.retry_after).toBe(row.retryAfter);
    expect(headerIn(response, 'retry-after')).toBe(
      row.retryAfter === undefined ? undefined : String(row.retryAfter),
    );
  });

  test('carries a Bearer challenge where it is a 401, and nowhere else', async () => {
    const challenge = headerIn(await answered, 'www-authenticate');
    if (row.status !== 401) expect(challenge).toBeUndefined();
    else if (row.challenge === 'invalid_token') {
      expect(challenge).toBe('Bearer realm="chordian-auth", error="invalid_token"');
    } else expect(challenge).toBe('Bearer realm="chordian-auth"');
  });

  test('clears the cookie where it is of no more use, and nowhere else', async () => {
    const cleared = '__Host-refresh_token=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0; Secure';
    expect(headerIn(await answered, 'set-cookie')).toBe(row.clearsCookie ? cleared : undefined);
  });
});

test('a throw site’s own retry_after goes before the row’s', async () => {
  const response = await answerTo(new AuthError('TOO_MANY_REQUESTS', { retryAfter: 731 }));
  expect(errorIn(response, 'TOO_MANY_REQUESTS').details.retry_after).toBe(731);
  expect(headerIn(response, 'retry-after')).toBe('731');
});

describe('what has no row is our failure, in the words of the route', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const looped = new Error('outer');
  looped.cause = looped;
  const values: Record<string, unknown> = {
    'an Error': new Error('arn:aws:dynamodb:eu-west-1:111122223333:table/sessions'),
    'a text': 'ValidPass123!',
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
    const error = errorIn(await answerTo(thrown), 'INTERNAL_ERROR');
    expect(error).toEqual({
      code: 'INTERNAL_ERROR',
      message: 'Session check failed due to server error',
      status: 500,
      details: { action: 'retry', request_id: REQUEST_ID, retry_after: 1 },
      documentation_url: 'https://docs.chordian.ai/authentication/errors#internal-error',
    });
  });
  test('nothing of it is in the body or the headers', async () => {
    for (const thrown of Object.values(values)) {
      expect(JSON.stringify(await answerTo(thrown))).not.toMatch(
        /arn:|ValidPass|teapot|Evil|outer|at /,
      );
    }
  });
});

test('every route says in its own words that it failed', async () => {
  const said = [];
  for (const name of ROUTE_NAMES) {
    const handler = handlerOf(name, async () => {
      throw new Error('bug');
    });
    const body = name === 'login' ? '{"username":"u","password":"p"}' : null;
    said.push(
      errorIn(await handler(restEvent(name, { body }), lambdaContext()), 'INTERNAL_ERROR').message,
    );
  }
  expect(said[0]).toBe('Login failed due to server error');
  expect(said).toEqual(
    ROUTE_NAMES.map((name) => `${ROUTES[name].label} failed due to server error`),
  );
  expect(new Set(said).size).toBe(ROUTE_NAMES.length);
});

describe('out of time', () => {
  test.each([500, 400, 0, -5])(
    'a function with %d ms left answers before Lambda cuts it off',
    async (remaining) => {
      const handler = handlerOf('login', () => new Promise(() => {}));
      const response = await handler(
        restEvent('login', { body: '{"username":"u","password":"p"}' }),
        lambdaContext(remaining),
      );
      expect(errorIn(response, 'INTERNAL_ERROR').message).toBe('Login failed due to server error');
    },
  );
  test('what the use case throws later disturbs nobody', async () => {
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

test('the errors page is the one of the stage', async () => {
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

test('an event without the gateway’s extended id is known by the next best', async () => {
  const ids = [];
  for (const requestContext of [{ requestId: 'gateway-id' }, {}, undefined, null]) {
    const event = { ...restEvent('session'), requestContext } as ReturnType<typeof restEvent>;
    ids.push(
      errorIn(await throwing(new Error('bug'))(event, lambdaContext()), 'INTERNAL_ERROR').details
        .request_id,
    );
  }
  const nameless = { ...restEvent('session'), requestContext: undefined } as unknown as ReturnType<
    typeof restEvent
  >;
  ids.push(
    errorIn(
      await throwing(new Error('bug'))(nameless, { ...lambdaContext(), awsRequestId: '' }),
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
