import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { EXPOSED_HEADERS } from '../../../contract/envelope.ts';
import { DEFAULT_PATHS, findHttpFunctions, listMethods } from '../service-template.ts';
import { findResources, synthesise } from '../synthesised.ts';

interface Preflight {
  ResponseParameters: Record<string, string>;
  ResponseTemplates: Record<string, string>;
}

/** The responses of all OPTIONS methods. */
const findPreflights = (template: Template): Preflight[] =>
  Object.values(findResources(template, 'AWS::ApiGateway::Method'))
    .filter(({ Properties }) => Properties.HttpMethod === 'OPTIONS')
    .map(
      ({ Properties }) =>
        (Properties.Integration as { IntegrationResponses: [Preflight] }).IntegrationResponses[0],
    );

test('no preflight exists if no origin is allowed', () => {
  const methods = listMethods(synthesise('prod').service);
  expect(methods.filter((method) => method.startsWith('OPTIONS'))).toEqual([]);
});

describe('one allowed origin', () => {
  const origin = 'https://app.example.com';
  const { service } = synthesise('dev', { allowedOrigins: [origin] });

  test('may call every route with credentials', () => {
    const preflights = findPreflights(service);
    expect(preflights).toHaveLength(DEFAULT_PATHS.size);
    for (const { ResponseParameters: headers } of preflights) {
      expect(headers).toMatchObject({
        'method.response.header.Access-Control-Allow-Origin': `'${origin}'`,
        'method.response.header.Access-Control-Allow-Credentials': "'true'",
        'method.response.header.Access-Control-Allow-Headers': "'Authorization,Content-Type'",
        'method.response.header.Access-Control-Expose-Headers': `'${EXPOSED_HEADERS.join(',')}'`,
        'method.response.header.Vary': "'Origin'",
      });
    }
  });

  test('is a variable of every function', () => {
    for (const { properties } of findHttpFunctions(service).filter(({ name }) => name)) {
      expect(properties).toMatchObject({ Environment: { Variables: { ALLOWED_ORIGINS: origin } } });
    }
  });
});

describe('several allowed origins', () => {
  const origins = ['https://app.example.com', 'https://admin.example.com'];
  const { service } = synthesise('dev', { allowedOrigins: origins });

  test('a preflight returns the origin of the request, or else the first one', () => {
    const preflights = findPreflights(service);
    expect(preflights).toHaveLength(DEFAULT_PATHS.size);
    for (const { ResponseParameters: headers, ResponseTemplates: templates } of preflights) {
      expect(headers['method.response.header.Access-Control-Allow-Origin']).toBe(`'${origins[0]}'`);
      expect(headers['method.response.header.Vary']).toBe("'Origin'");
      expect(templates['application/json']).toContain(`#if($origin == "${origins[1]}")`);
      expect(templates['application/json']).toContain(
        '#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
      );
    }
  });

  test('are a variable of every function', () => {
    for (const { properties } of findHttpFunctions(service).filter(({ name }) => name)) {
      expect(properties).toMatchObject({
        Environment: { Variables: { ALLOWED_ORIGINS: origins.join(',') } },
      });
    }
  });
});
