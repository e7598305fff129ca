import { existsSync } from 'node:fs';
import {
  CfnOutput,
  Duration,
  RemovalPolicy,
  Stack,
  type StackProps,
  Token,
  Validations,
} from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { contentSecurityPolicy } from './content-security-policy.ts';

export interface DocsStackProps extends StackProps {
  /** The built site: `docs/.vitepress/dist`, after `npm run docs`. */
  site: string;
  /** The site's own name. CloudFront takes certificates of us-east-1 only. */
  domain?: { name: string; certificateArn: string; hostedZone?: { id: string; name: string } };
}

/**
 * The site has files, its links have none: `/authentication/errors` is
 * `authentication/errors.html`.
 */
export const CLEAN_URLS = `function handler(event) {
  var request = event.request;
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  else if (!request.uri.split('/').pop().includes('.')) request.uri += '.html';
  return request;
}`;

/**
 * Publishes the documentation: a private bucket behind CloudFront. Optional, and nothing else
 * depends on it.
 */
export class DocsStack extends Stack {
  readonly distribution: Distribution;

  /**
   * @throws {TypeError} before the site is built, and for a certificate that CloudFront would
   * refuse.
   */
  constructor(scope: Construct, id: string, { site, domain, ...props }: DocsStackProps) {
    super(scope, id, props);
    if (!existsSync(site)) {
      throw new TypeError(`There is no site at ${site}. Build it first: npm run docs.`);
    }
    if (domain && !domain.certificateArn.includes(':acm:us-east-1:')) {
      throw new TypeError(
        'The certificate of the documentation’s domain must be one of us-east-1: CloudFront takes no other.',
      );
    }
    const bucket = this.#bucket();
    this.distribution = this.#distribution(bucket, contentSecurityPolicy(site), domain);
    new BucketDeployment(this, 'Upload', {
      sources: [Source.asset(site)],
      destinationBucket: bucket,
      distribution: this.distribution,
    });
    if (domain?.hostedZone) this.#records(domain.name, domain.hostedZone);
    new CfnOutput(this, 'DocsUrl', {
      value: `https://${domain?.name ?? this.distribution.distributionDomainName}`,
    });
    this.#acknowledge(bucket, domain !== undefined);
  }

  #bucket(): IBucket {
    // Bucket declares `replicationRoleArn?`, which is no IBucket under exactOptionalPropertyTypes.
    return new Bucket(this, 'Site', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // All of it can be built again.
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    }) as IBucket;
  }

  #distribution(bucket: IBucket, policy: string, domain: DocsStackProps['domain']): Distribution {
    const missing = {
      responseHttpStatus: 404,
      responsePagePath: '/404.html',
      ttl: Duration.minutes(1),
    };
    return new Distribution(this, 'Distribution', {
      comment: 'Chordian Auth: documentation',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(domain && {
        domainNames: [domain.name],
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      }),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.#headers(policy),
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new EdgeFunction(this, 'CleanUrls', {
              code: FunctionCode.fromInline(CLEAN_URLS),
              runtime: FunctionRuntime.JS_2_0,
              comment: 'Chordian Auth: /guide/deploy is guide/deploy.html',
            }),
          },
        ],
      },
      // A bucket that may not be listed says 403 for what is not there.
      errorResponses: [
        { httpStatus: 403, ...missing },
        { httpStatus: 404, ...missing },
      ],
    });
  }

  #headers(policy: string): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Headers', {
      comment: 'Chordian Auth: documentation',
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: {
          referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
          override: true,
        },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
      },
    });
  }

  #records(name: string, { id, name: zoneName }: { id: string; name: string }): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: id, zoneName });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    new ARecord(this, 'Ipv4', { zone, recordName: name, target });
    new AaaaRecord(this, 'Ipv6', { zone, recordName: name, target });
  }

  #acknowledge(bucket: IBucket, hasDomain: boolean): void {
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'The bucket holds public documentation and only CloudFront reads it.',
    });
    Validations.of(this.distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'Documentation is for readers everywhere.' },
      {
        id: 'AwsSolutions-CFR2',
        reason: 'Static files: there is nothing for a firewall to protect.',
      },
      { id: 'AwsSolutions-CFR3', reason: 'Who reads the documentation is not recorded.' },
    );
    if (!hasDomain) {
      Validations.of(this.distribution).acknowledge({
        id: 'AwsSolutions-CFR4',
        reason: 'The default certificate fixes the protocol; a domain of one’s own does better.',
      });
    }
    const uploader = this.node.children.find(({ node }) =>
      node.id.startsWith('Custom::CDKBucketDeployment'),
    );
    const known = (value: string, name: string) =>
      Token.isUnresolved(value) ? `<AWS::${name}>` : value;
    const assets = `cdk-${this.synthesizer.bootstrapQualifier}-assets-${known(this.account, 'AccountId')}-${known(this.region, 'Region')}`;
    const site = this.getLogicalId(bucket.node.defaultChild as CfnBucket);
    const resources = ['*', `arn:<AWS::Partition>:s3:::${assets}/*`, `<${site}.Arn>/*`];
    const rules = [
      ...UPLOADER_RULES,
      ...resources.map((resource) => `AwsSolutions-IAM5[Resource::${resource}]`),
    ];
    const reason =
      'Made by the CDK library: it copies the site out of the assets bucket while deploying.';
    if (uploader) Validations.of(uploader).acknowledge(...rules.map((id) => ({ id, reason })));
  }
}

/** What the library's own upload function breaks. */
const UPLOADER_RULES = [
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
  ...['s3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*', 's3:Abort*'].map(
    (action) => `AwsSolutions-IAM5[Action::${action}]`,
  ),
  'AwsSolutions-L1',
  'Serverless-LambdaDLQ',
  'Serverless-LambdaLatestVersion',
  'Serverless-LambdaTracing',
];
