import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { buildEnvelope, buildEnvelopeHeaders, EXPOSED_HEADERS } from '../../contract/envelope.ts';
import { ERROR_CODES, errorRow } from '../../contract/errors/index.ts';
import {
  authorizerContext,
  GATEWAY_RESPONSE_TYPES,
  gatewayResponse,
  renderGatewayResponse,
} from '../../contract/gateway.ts';
import { errorEnvelope } from '../../contract/schemas/index.ts';

/** AWS: "Gateway response types for API Gateway". */
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
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
];

test('each of the gateway’s types is claimed by exactly one row', () => {
  expect([...GATEWAY_RESPONSE_TYPES].sort()).toEqual(ALL_TYPES);
});

const request = { extendedRequestId: 'extended-id=', origin: 'https://app.example.org' };

describe.each(GATEWAY_RESPONSE_TYPES)('%s', (type) => {
  const response = gatewayResponse(type);
  const authorizer = type === 'ACCESS_DENIED' ? authorizerContext('TOKEN_EXPIRED') : undefined;
  const rendered = renderGatewayResponse(response, { ...request, authorizer });
  const { error } = z.parse(errorEnvelope, JSON.parse(rendered.body));

  test('answers an envelope of its status', () => {
    expect(rendered.status).toBe(error.status);
    expect(error.status).toBe(errorRow(response.code).status);
  });
  test('answers as a function would, but for words that only a function knows', () => {
    const variant = errorRow(response.code).variants?.gateway && 'gateway';
    const own = buildEnvelope(response.code, { variant } as Parameters<typeof buildEnvelope>[1], {
      requestId: 'extended-id=',
    });
    if (type === 'ACCESS_DENIED') {
      expect(error).toMatchObject({
        code: 'TOKEN_EXPIRED',
        status: 401,
        details: { action: 'refresh' },
      });
    } else expect({ error }).toEqual(own);
    expect(rendered.headers).toMatchObject(buildEnvelopeHeaders(own));
  });
  test('can be read by the page that asked, and names the request', () => {
    expect(rendered.headers).toMatchObject({
      'Access-Control-Allow-Origin': 'https://app.example.org',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': [...EXPOSED_HEADERS, 'WWW-Authenticate'].join(','),
      Vary: 'Origin',
      'X-Request-Id': 'extended-id=',
      'Content-Type': 'application/json',
    });
  });
  test('asks for nothing that a client can choose or that echoes a token', () => {
    const asked = [response.template, ...Object.values(response.headers)].join();
    expect(asked).not.toMatch(/context\.(error|requestId\b|authorizer\.claims|identity)/);
  });
});

test('a failure of the gateway itself names no route', () => {
  const { template } = gatewayResponse('DEFAULT_5XX');
  expect(JSON.parse(template).error.message).toBe('Request failed due to server error');
});

test('without an Origin there is no header for it', () => {
  const { headers } = renderGatewayResponse(gatewayResponse('THROTTLED'), {
    extendedRequestId: 'id',
  });
  expect(headers).not.toHaveProperty('Access-Control-Allow-Origin');
});

test('a variable without a value is nothing', () => {
  const { body } = renderGatewayResponse(gatewayResponse('ACCESS_DENIED'), {
    extendedRequestId: 'id',
  });
  expect(body).not.toContain('$');
});

describe('what an authorizer says', () => {
  const unauthenticated = ERROR_CODES.filter((code) => errorRow(code).status === 401);
  test.each(unauthenticated)('%s goes into the template as it is', (code) => {
    const context = authorizerContext(code);
    for (const text of Object.values(context)) expect(JSON.stringify(text)).toBe(`"${text}"`);
    expect(context.code).toBe(code);
  });
  test('has the reason of its cause', () => {
    expect(authorizerContext('INVALID_TOKEN', { variant: 'signature' }).reason).toBe(
      'Token has been tampered with or is malformed',
    );
  });
  test.each([
    ['NOT_AUTHENTICATED', 'No authentication provided'],
    ['TOKEN_EXPIRED', 'Session JWT expired'],
  ] as const)('%s has a reason although its cause has none', (code, reason) => {
    expect(authorizerContext(code).reason).toBe(reason);
  });
  test.each(ERROR_CODES.filter((code) => errorRow(code).status !== 401))(
    '%s is no 401 and cannot be said',
    (code) => {
      expect(() => authorizerContext(code)).toThrow(TypeError);
    },
  );
  test('cannot be text that would break the template', () => {
    expect(() => authorizerContext('INVALID_TOKEN', { details: { reason: 'a "quote"' } })).toThrow(
      'escaping',
    );
  });
});
