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

/** CDK's own list: a type that it learns is one that we must answer. */
const TYPES = Object.values(ResponseType)
  .filter((value): value is ResponseType => value instanceof ResponseType)
  .map(({ responseType }) => responseType);

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
/** Fills a template as the gateway does, by an implementation of its own. */
const substitute = (template: string) =>
  template
    .replaceAll('$context.extendedRequestId', REQUEST_ID)
    .replaceAll(/\$context\.authorizer\.(\w+)/g, (_, key) => refusal[key as 'code']);

test('every response type that CDK knows has one row, and every row’s types exist', () => {
  expect(TYPES).toHaveLength(21);
  expect(GATEWAY_RESPONSE_TYPES.toSorted()).toEqual(TYPES.toSorted());
  expect([...responses.keys()].toSorted()).toEqual(TYPES.toSorted());
});

describe.each(TYPES)('%s', (type) => {
  const response = responses.get(type);
  const code = ERROR_CODES.find((candidate) => errorRow(candidate).gateway?.includes(type));
  const row = errorRow(code ?? 'INTERNAL_ERROR');
  const body = substitute(response?.ResponseTemplates['application/json'] ?? '');
  const header = (name: string) => response?.ResponseParameters[`gatewayresponse.header.${name}`];

  test('has its row’s status and a valid envelope with nothing left to fill', () => {
    const { error } = z.parse(errorEnvelope, JSON.parse(body));
    expect(response?.StatusCode).toBe(String(row.status));
    expect(error).toMatchObject({ code, status: row.status });
    expect(body).not.toContain('$');
    expect(error.details.request_id).toBe(row.status >= 500 ? REQUEST_ID : undefined);
    expect(error.details.retry_after).toBe(row.retryAfter);
  });

  test('never quotes the gateway’s own message, which may echo a token', () => {
    expect(JSON.stringify(response)).not.toContain('context.error');
  });

  test('has a request id, is not stored, and can be read from the origin that asked', () => {
    expect(header('X-Request-Id')).toBe('context.extendedRequestId');
    expect(header('Cache-Control')).toBe("'no-store'");
    expect(header('Access-Control-Allow-Origin')).toBe('method.request.header.Origin');
    expect(header('Access-Control-Allow-Credentials')).toBe("'true'");
    // A gateway response keeps the name of its challenge; only what a function sends is renamed.
    expect(header('Access-Control-Expose-Headers')).toBe(
      `'${[...EXPOSED_HEADERS, 'WWW-Authenticate'].join(',')}'`,
    );
    expect(header('Vary')).toBe("'Origin'");
  });

  test('carries the headers of its status', () => {
    expect(header('WWW-Authenticate')).toEqual(
      row.status === 401 ? expect.stringMatching(/^'Bearer realm=/) : undefined,
    );
    expect(header('Retry-After')).toBe(
      row.retryAfter === undefined ? undefined : `'${row.retryAfter}'`,
    );
  });

  test('is what the local gateway answers', () => {
    const local = renderGatewayResponse(
      gatewayResponse(type as (typeof GATEWAY_RESPONSE_TYPES)[number]),
      {
        extendedRequestId: REQUEST_ID,
        origin: 'https://app.example.com',
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

test('unknown routes are not found, whatever the gateway calls them', () => {
  for (const type of [
    'MISSING_AUTHENTICATION_TOKEN',
    'INVALID_SIGNATURE',
    'EXPIRED_TOKEN',
    'RESOURCE_NOT_FOUND',
  ]) {
    expect(responses.get(type)?.StatusCode).toBe('404');
  }
});

describe('the authorizer’s own words', () => {
  const refusals = ERROR_CODES.filter((code) => errorRow(code).status === 401).flatMap((code) =>
    [undefined, ...Object.keys(errorRow(code).variants ?? {})].map((variant) => ({
      code,
      variant,
    })),
  );
  test.each(refusals)('$code $variant make a valid envelope', ({ code, variant }) => {
    const authorizer = authorizerContext(code, { variant } as object);
    const { body } = renderGatewayResponse(gatewayResponse('ACCESS_DENIED'), {
      extendedRequestId: REQUEST_ID,
      authorizer,
    });
    expect(z.parse(errorEnvelope, JSON.parse(body)).error).toMatchObject({ code, status: 401 });
  });

  test('can only be a 401', () => {
    expect(() => authorizerContext('INTERNAL_ERROR')).toThrow(TypeError);
  });

  test('must not break the template', () => {
    expect(() =>
      authorizerContext('INVALID_TOKEN', { details: { reason: 'a "quoted" word' } }),
    ).toThrow(TypeError);
  });
});

test('another documentation page reaches every body', () => {
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

test('a new row reaches the template without another edit', async () => {
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
