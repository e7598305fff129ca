import { describe, expect, jest, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { MockIntegration, ResponseType, RestApi } from 'aws-cdk-lib/aws-apigateway';
import * as z from 'zod/mini';
import { EXPOSED_HEADERS } from '../../../contract/envelope.ts';
import { ERROR_CODES, ERRORS, errorRow } from '../../../contract/errors/index.ts';
import {
  authorizerContext,
  GATEWAY_RESPONSE_TYPES,
  gatewayResponse,
  renderGatewayResponse,
} from '../../../contract/gateway.ts';
import { errorEnvelope } from '../../../contract/schemas/index.ts';
import { findResources, synthesise } from '../synthesised.ts';

/**
 * The response types in CDK's list. The test fails if a new version of CDK adds one. API Gateway
 * ignores a response of the type REQUEST_TOO_LARGE.
 */
const TYPES = Object.values(ResponseType)
  .filter((value): value is ResponseType => value instanceof ResponseType)
  .map(({ responseType }) => responseType)
  .filter((type) => type !== 'REQUEST_TOO_LARGE');

const { service } = synthesise('prod');
const responses = new Map(
  Object.values(findResources(service, 'AWS::ApiGateway::GatewayResponse')).map(
    ({ Properties }) => [
      Properties.ResponseType as string,
      Properties as {
        StatusCode: string;
        ResponseParameters: Record<string, string>;
        ResponseTemplates: Record<string, string>;
      },
    ],
  ),
);

const REQUEST_ID = 'JKJaXmPLvHcESHA=';
const refusal = authorizerContext('INVALID_TOKEN', { variant: 'signature' });
/** Replaces variables as API Gateway does. Independent of `renderGatewayResponse`. */
const substitute = (template: string) =>
  template
    .replaceAll('$context.extendedRequestId', REQUEST_ID)
    .replaceAll(/\$context\.authorizer\.(\w+)/g, (_, key) => refusal[key as 'code']);

test('every response type of CDK has exactly one row in the error table', () => {
  expect(TYPES).toHaveLength(20);
  expect(GATEWAY_RESPONSE_TYPES.toSorted()).toEqual(TYPES.toSorted());
  expect([...responses.keys()].toSorted()).toEqual(TYPES.toSorted());
});

describe.each(TYPES)('%s', (type) => {
  const response = responses.get(type);
  const code = ERROR_CODES.find((candidate) => errorRow(candidate).gateway?.includes(type));
  const row = errorRow(code ?? 'INTERNAL_ERROR');
  const body = substitute(response?.ResponseTemplates['application/json'] ?? '');
  const header = (name: string) => response?.ResponseParameters[`gatewayresponse.header.${name}`];

  test('has the status of its row and a valid envelope without unknown variables', () => {
    const { error } = z.parse(errorEnvelope, JSON.parse(body));
    expect(response?.StatusCode).toBe(String(row.status));
    expect(error).toMatchObject({ code, status: row.status });
    expect(body).not.toContain('$');
    expect(error.details.request_id).toBe(row.status >= 500 ? REQUEST_ID : undefined);
    expect(error.details.retry_after).toBe(row.retryAfter);
  });

  test('does not contain the message of API Gateway, which may contain a token', () => {
    expect(JSON.stringify(response)).not.toContain('context.error');
  });

  test('has a request ID, is not cached, and can be read by the origin of the request', () => {
    expect(header('X-Request-Id')).toBe('context.extendedRequestId');
    expect(header('Cache-Control')).toBe("'no-store'");
    // Browsers send one spelling over HTTP/1.1, and the other over HTTP/2.
    expect(header('Access-Control-Allow-Origin')).toBe('method.request.header.Origin');
    expect(header('access-control-allow-origin')).toBe('method.request.header.origin');
    expect(header('Access-Control-Allow-Credentials')).toBe("'true'");
    // API Gateway renames `WWW-Authenticate` in responses of functions only.
    expect(header('Access-Control-Expose-Headers')).toBe(
      `'${[...EXPOSED_HEADERS, 'WWW-Authenticate'].join(',')}'`,
    );
    expect(header('Vary')).toBe("'Origin'");
  });

  test('has the headers of its status', () => {
    const challenge =
      type === 'ACCESS_DENIED'
        ? 'context.authorizer.challenge'
        : row.status === 401 && `'Bearer realm="chordian-auth"'`;
    expect(header('WWW-Authenticate')).toBe(challenge || undefined);
    expect(header('Retry-After')).toBe(
      row.retryAfter === undefined ? undefined : `'${row.retryAfter}'`,
    );
  });

  test('is equal to the response of the local gateway', () => {
    const local = renderGatewayResponse(
      gatewayResponse(type as (typeof GATEWAY_RESPONSE_TYPES)[number]),
      {
        extendedRequestId: REQUEST_ID,
        headers: { Origin: 'https://app.example.com' },
        authorizer: refusal,
      },
    );
    expect(local.body).toBe(body);
    expect(local.headers).toMatchObject({
      'X-Request-Id': REQUEST_ID,
      'Access-Control-Allow-Origin': 'https://app.example.com',
    });
  });
});

test('every response type for an unknown route is a 404', () => {
  for (const type of [
    'MISSING_AUTHENTICATION_TOKEN',
    'INVALID_SIGNATURE',
    'EXPIRED_TOKEN',
    'RESOURCE_NOT_FOUND',
  ]) {
    expect(responses.get(type)?.StatusCode).toBe('404');
  }
});

describe('the context of the authorizer', () => {
  const refusals = ERROR_CODES.filter((code) => errorRow(code).status === 401).flatMap((code) =>
    [undefined, ...Object.keys(errorRow(code).variants ?? {})].map((variant) => ({
      code,
      variant,
    })),
  );
  test.each(refusals)('makes a valid envelope for $code $variant', ({ code, variant }) => {
    const authorizer = authorizerContext(code, { variant } as object);
    const { body } = renderGatewayResponse(gatewayResponse('ACCESS_DENIED'), {
      extendedRequestId: REQUEST_ID,
      authorizer,
    });
    expect(z.parse(errorEnvelope, JSON.parse(body)).error).toMatchObject({ code, status: 401 });
  });

  test('is rejected if the status of the code is not 401', () => {
    expect(() => authorizerContext('INTERNAL_ERROR')).toThrow(TypeError);
  });

  test('is rejected if a text would break the template', () => {
    expect(() =>
      authorizerContext('INVALID_TOKEN', { details: { reason: 'a "quoted" word' } }),
    ).toThrow(TypeError);
  });
});

test('every body links to the documentation URL of the stage', () => {
  const { service: elsewhere } = synthesise('dev', {
    documentationUrl: 'https://docs.example.com/errors',
  });
  for (const { Properties } of Object.values(
    findResources(elsewhere, 'AWS::ApiGateway::GatewayResponse'),
  )) {
    expect(JSON.stringify(Properties.ResponseTemplates)).toContain(
      'https://docs.example.com/errors#',
    );
  }
});

test('the template contains a response for a new row of the error table', async () => {
  jest.resetModules();
  const original = await import('../../../contract/errors/index.ts');
  jest.unstable_mockModule('../../../contract/errors/index.ts', () => {
    const errors = {
      ...ERRORS,
      TEAPOT: { ...ERRORS.NOT_FOUND, status: 418, message: 'A teapot', gateway: ['TEAPOT'] },
    };
    return {
      ...original,
      ERRORS: errors,
      ERROR_CODES: Object.keys(errors),
      errorRow: (code: keyof typeof errors) => errors[code],
    };
  });
  const { addEnvelopeResponses } = await import('../../../lib/constructs/gateway-responses.ts');
  const stack = new Stack(new App(), 'Test');
  const api = new RestApi(stack, 'Api');
  api.root.addMethod('GET', new MockIntegration());
  addEnvelopeResponses(api, undefined);
  const { Template } = await import('aws-cdk-lib/assertions');
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
    ResponseType: 'TEAPOT',
    StatusCode: '418',
  });
});
