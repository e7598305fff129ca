import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import {
  buildChallenge,
  buildEnvelope,
  buildEnvelopeHeaders,
  EXPOSED_HEADERS,
} from '../../contract/envelope.ts';
import { ERROR_CODES, errorRow } from '../../contract/errors/index.ts';
import {
  authorizerContext,
  GATEWAY_RESPONSE_TYPES,
  gatewayResponse,
  renderGatewayResponse,
} from '../../contract/gateway.ts';
import { errorEnvelope } from '../../contract/schemas/index.ts';

/** AWS: "Gateway response types for API Gateway". AWS ignores REQUEST_TOO_LARGE, the 21st. */
const ALL_TYPES = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
];

test('each gateway response type belongs to exactly one row', () => {
  expect([...GATEWAY_RESPONSE_TYPES].sort()).toEqual(ALL_TYPES);
});

const request = {
  extendedRequestId: 'extended-id=',
  headers: { Origin: 'https://app.example.org' },
};

describe.each(GATEWAY_RESPONSE_TYPES)('%s', (type) => {
  const response = gatewayResponse(type);
  const authorizer = type === 'ACCESS_DENIED' ? authorizerContext('TOKEN_EXPIRED') : undefined;
  const rendered = renderGatewayResponse(response, { ...request, authorizer });
  const { error } = z.parse(errorEnvelope, JSON.parse(rendered.body));

  test('returns an envelope with its status', () => {
    expect(rendered.status).toBe(error.status);
    expect(error.status).toBe(errorRow(response.code).status);
  });
  test('returns the same error and headers as a function', () => {
    const variant = errorRow(response.code).variants?.gateway && 'gateway';
    const fromFunction = buildEnvelope(
      response.code,
      { variant } as Parameters<typeof buildEnvelope>[1],
      {
        requestId: 'extended-id=',
      },
    );
    if (type === 'ACCESS_DENIED') {
      expect(error).toMatchObject({
        code: 'TOKEN_EXPIRED',
        status: 401,
        details: { action: 'refresh' },
      });
    } else expect({ error }).toEqual(fromFunction);
    expect(rendered.headers).toMatchObject(buildEnvelopeHeaders(fromFunction));
  });
  test('has the CORS headers and the request ID', () => {
    expect(rendered.headers).toMatchObject({
      'Access-Control-Allow-Origin': 'https://app.example.org',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': [...EXPOSED_HEADERS, 'WWW-Authenticate'].join(','),
      Vary: 'Origin',
      'X-Request-Id': 'extended-id=',
      'Content-Type': 'application/json',
    });
  });
  test('contains no variable that a client can choose or that contains a token', () => {
    const sources = [response.template, ...Object.values(response.headers)].join();
    expect(sources).not.toMatch(/context\.(error|requestId\b|authorizer\.claims|identity)/);
  });
});

test('a failure of the gateway has no route in its message', () => {
  const { template } = gatewayResponse('DEFAULT_5XX');
  expect(JSON.parse(template).error.message).toBe('Request failed due to server error');
});

describe('Access-Control-Allow-Origin', () => {
  const allowedBy = (headers: Readonly<Record<string, string>>) =>
    Object.entries(
      renderGatewayResponse(gatewayResponse('THROTTLED'), { extendedRequestId: 'id', headers })
        .headers,
    )
      .filter(([name]) => name.toLowerCase() === 'access-control-allow-origin')
      .map(([, value]) => value);
  test.each([
    ['HTTP/1.1', 'Origin'],
    ['HTTP/2', 'origin'],
  ])('is sent once for the spelling that browsers use over %s', (_, name) => {
    expect(allowedBy({ [name]: 'https://app.example.org' })).toEqual(['https://app.example.org']);
  });
  test('is omitted if there is no Origin', () => expect(allowedBy({ Host: 'x' })).toEqual([]));
});

test('a variable without a value becomes an empty string', () => {
  const { body } = renderGatewayResponse(gatewayResponse('ACCESS_DENIED'), {
    extendedRequestId: 'id',
  });
  expect(body).not.toContain('$');
});

describe('authorizerContext', () => {
  const unauthenticated = ERROR_CODES.filter((code) => errorRow(code).status === 401);
  test.each(unauthenticated)('%s needs no escaping in the template', (code) => {
    const { challenge: _, ...context } = authorizerContext(code);
    for (const text of Object.values(context)) expect(JSON.stringify(text)).toBe(`"${text}"`);
    expect(context.code).toBe(code);
  });
  test.each(unauthenticated)('returns the challenge of %s', (code) => {
    expect(authorizerContext(code).challenge).toBe(buildChallenge(code));
  });
  test('returns the reason of the variant', () => {
    expect(authorizerContext('INVALID_TOKEN', { variant: 'signature' }).reason).toBe(
      'Token has been tampered with or is malformed',
    );
  });
  test.each([
    ['NOT_AUTHENTICATED', 'No authentication provided'],
    ['TOKEN_EXPIRED', 'Session JWT expired'],
  ] as const)('returns a reason for %s, which has no variant', (code, reason) => {
    expect(authorizerContext(code).reason).toBe(reason);
  });
  test.each(ERROR_CODES.filter((code) => errorRow(code).status !== 401))(
    'throws for %s, whose status is not 401',
    (code) => {
      expect(() => authorizerContext(code)).toThrow(TypeError);
    },
  );
  test('throws if a text needs escaping in the template', () => {
    expect(() => authorizerContext('INVALID_TOKEN', { details: { reason: 'a "quote"' } })).toThrow(
      'escaping',
    );
  });
});
