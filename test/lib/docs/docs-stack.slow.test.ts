import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { buildContentSecurityPolicy } from '../../../lib/docs/content-security-policy.ts';
import { CLEAN_URLS, DocsStack, type DocsStackProps } from '../../../lib/docs/docs-stack.ts';
import { CONTEXT } from '../synthesised.ts';

const INLINE = 'document.documentElement.classList.add("dark")';
const site = mkdtempSync(join(tmpdir(), 'chordian-site-'));
mkdirSync(join(site, 'guide'));
writeFileSync(
  join(site, 'index.html'),
  `<script type="module" src="/app.js"></script><script id="theme">${INLINE}</script>`,
);
writeFileSync(
  join(site, 'guide', 'deploy.html'),
  `<script>${INLINE}</script><script>other()</script>`,
);

const synthesise = (props: Partial<DocsStackProps> = {}): Template =>
  Template.fromStack(new DocsStack(new App({ context: CONTEXT }), 'Docs', { site, ...props }));

const template = synthesise();
const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('the bucket is private, and only the distribution may read it, over TLS', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
  template.resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Deny',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
        Match.objectLike({
          Effect: 'Allow',
          Action: 's3:GetObject',
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Condition: { StringEquals: Match.anyValue() },
        }),
      ]),
    },
  });
});

test('pages have security headers and use https, and a missing page is a 404', () => {
  template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      SecurityHeadersConfig: {
        ContentSecurityPolicy: {
          ContentSecurityPolicy: buildContentSecurityPolicy(site),
          Override: true,
        },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: true },
        StrictTransportSecurity: Match.objectLike({ AccessControlMaxAgeSec: 31_536_000 }),
      },
    },
  });
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' },
      CustomErrorResponses: [403, 404].map((code) =>
        Match.objectLike({ ErrorCode: code, ResponseCode: 404, ResponsePagePath: '/404.html' }),
      ),
    },
  });
});

test('the policy lists the hash of each inline script of the site once', () => {
  const [scripts] = /script-src ([^;]+)/.exec(buildContentSecurityPolicy(site))?.slice(1) ?? [];
  expect(scripts?.split(' ')).toEqual(["'self'", ...[sha256(INLINE), sha256('other()')].sort()]);
});

test.each([
  ['/', '/index.html'],
  ['/authentication/errors', '/authentication/errors.html'],
  ['/guide/', '/guide/index.html'],
  ['/openapi.json', '/openapi.json'],
  ['/assets/app.Dx1.js', '/assets/app.Dx1.js'],
])('maps %s to %s', (uri, file) => {
  template.hasResourceProperties('AWS::CloudFront::Function', { FunctionCode: CLEAN_URLS });
  const handler = new Function(`${CLEAN_URLS}; return handler;`)() as (event: object) => {
    uri: string;
  };
  expect(handler({ request: { uri } }).uri).toBe(file);
});

test('a custom domain has its name, TLS 1.2 and both records', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/a';
  const named = synthesise({
    domain: {
      name: 'docs.example.com',
      certificateArn,
      hostedZone: { id: 'Z0123', name: 'example.com' },
    },
  });
  named.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      Aliases: ['docs.example.com'],
      ViewerCertificate: Match.objectLike({ MinimumProtocolVersion: 'TLSv1.2_2021' }),
    },
  });
  for (const type of ['A', 'AAAA']) {
    named.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'docs.example.com.',
      Type: type,
    });
  }
});

test('synthesis fails if the site is not built or the certificate is in the wrong region', () => {
  expect(() => synthesise({ site: join(site, 'missing') })).toThrow('npm run docs');
  const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/a';
  expect(() => synthesise({ domain: { name: 'docs.example.com', certificateArn } })).toThrow(
    'us-east-1',
  );
});
