import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { addChordianAuth } from '../../../lib/chordian-auth.ts';
import type { StageConfig } from '../../../lib/config/stage-config.ts';
import { OneOrigin, SET_VIEWER_ADDRESS } from '../../../lib/constructs/one-origin.ts';
import { CONTEXT, configOf, findResources, getOnly, toText } from '../synthesised.ts';

interface Behaviour {
  PathPattern?: string;
  TargetOriginId: string;
  ViewerProtocolPolicy: string;
  AllowedMethods: string[];
  CachePolicyId: string;
  OriginRequestPolicyId: string;
  FunctionAssociations: { EventType: string }[];
}

interface Origin {
  Id: string;
  DomainName: unknown;
  OriginPath?: string;
  OriginCustomHeaders?: { HeaderName: string; HeaderValue: unknown }[];
  CustomOriginConfig: { OriginProtocolPolicy: string };
}

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/1';

/** A site of another team in front of a stage. */
function synthesiseSite(
  changed: Partial<StageConfig> = { clientIp: 'cloudfront' },
  props: object = {},
) {
  const app = new App({ context: CONTEXT });
  const config = configOf('prod', changed);
  const { foundation, service } = addChordianAuth(app, { name: 'prod', config });
  const site = new Stack(app, 'Site');
  new OneOrigin(site, 'Web', {
    api: service.api.api,
    backend: foundation.backend,
    site: new HttpOrigin('site.example.com'),
    ...props,
  });
  return Template.fromStack(site);
}

const readDistribution = (template: Template) =>
  getOnly(findResources(template, 'AWS::CloudFront::Distribution')).Properties
    .DistributionConfig as {
    DefaultCacheBehavior: Behaviour;
    CacheBehaviors: Behaviour[];
    Origins: Origin[];
    CustomErrorResponses?: unknown;
    Aliases?: string[];
  };

const distribution = readDistribution(synthesiseSite());
const [api] = distribution.CacheBehaviors as [Behaviour];
const origin = distribution.Origins.find(({ Id }) => Id === api.TargetOriginId) as Origin;

describe('the API behind the distribution', () => {
  test('has the published paths', () => {
    expect(distribution.CacheBehaviors).toHaveLength(1);
    expect(api.PathPattern).toBe('/api/*');
    expect(origin.OriginPath).toBeUndefined();
    expect(toText(origin.DomainName)).toMatch(/\.execute-api\./);
  });

  test('gets every method, and each request', () => {
    expect(api.AllowedMethods.toSorted()).toEqual(
      ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'].toSorted(),
    );
    // AWS's managed policy CachingDisabled.
    expect(api.CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
  });

  test('gets Authorization, cookies and the query, but its own Host', () => {
    // AWS's managed policy AllViewerExceptHostHeader.
    expect(api.OriginRequestPolicyId).toBe('b689b0a8-53d0-40ab-baf2-68738e2966ac');
  });

  test('is called over https only, and never by a redirect', () => {
    expect(api.ViewerProtocolPolicy).toBe('https-only');
    expect(origin.CustomOriginConfig.OriginProtocolPolicy).toBe('https-only');
  });

  test('gets the origin secret, which no template contains', () => {
    const [header] = origin.OriginCustomHeaders ?? [];
    expect(header?.HeaderName).toBe('X-Origin-Secret');
    expect(toText(header?.HeaderValue)).toMatch(
      /^\{\{resolve:secretsmanager:\$\{.*OriginSecret.*\}:SecretString:::\}\}$/,
    );
  });

  test('gets the address of the viewer, whatever the client sent', () => {
    const run = new Function(`${SET_VIEWER_ADDRESS}; return handler;`)() as (event: object) => {
      headers: Record<string, { value: string }>;
    };
    const headers = { 'x-viewer-address': { value: '203.0.113.9' }, cookie: { value: 'a=1' } };
    expect(run({ viewer: { ip: '2001:db8::1' }, request: { headers } }).headers).toEqual({
      cookie: { value: 'a=1' },
      'x-viewer-address': { value: '2001:db8::1' },
    });
    expect(api.FunctionAssociations.map(({ EventType }) => EventType)).toEqual(['viewer-request']);
  });

  test('keeps its errors, because the distribution replaces none', () => {
    expect(distribution.CustomErrorResponses).toBeUndefined();
  });
});

test('the site may keep its own domain, and the API its own', () => {
  const named = readDistribution(
    synthesiseSite(undefined, {
      domain: { name: 'app.example.com', certificateArn: CERTIFICATE },
      apiDomain: 'auth.example.com',
    }),
  );
  expect(named.Aliases).toEqual(['app.example.com']);
  expect(named.Origins.map(({ DomainName }) => DomainName)).toContain('auth.example.com');
});

test('a stage without an origin secret is rejected', () => {
  expect(() => synthesiseSite({})).toThrow('clientIp: "cloudfront"');
});

test('a certificate of another region is rejected', () => {
  const domain = {
    name: 'app.example.com',
    certificateArn: 'arn:aws:acm:eu-west-1:1:certificate/1',
  };
  expect(() => synthesiseSite(undefined, { domain })).toThrow('must be from us-east-1');
});
