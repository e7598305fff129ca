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
import { acknowledgeDistribution } from '../constructs/distribution-findings.ts';
import { buildContentSecurityPolicy } from './content-security-policy.ts';

export interface DocsStackProps extends StackProps {
  /** Folder of the built site. `npm run docs` writes it to `docs/.vitepress/dist`. */
  site: string;
  /** Custom domain of the site. CloudFront accepts certificates from us-east-1 only. */
  domain?: { name: string; certificateArn: string; hostedZone?: { id: string; name: string } };
}

/**
 * Maps the site's links, which have no file extension, to files. `/authentication/errors` becomes
 * `/authentication/errors.html`.
 */
export const CLEAN_URLS = `function handler(event) {
  var request = event.request;
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  else if (!request.uri.split('/').pop().includes('.')) request.uri += '.html';
  return request;
}`;

/**
 * Publishes the documentation from a private bucket behind CloudFront. It is optional, and no other
 * stack depends on it.
 */
export class DocsStack extends Stack {
  readonly distribution: Distribution;

  /** @throws {TypeError} if the site is not built, or CloudFront would reject the certificate */
  constructor(scope: Construct, id: string, { site, domain, ...props }: DocsStackProps) {
    super(scope, id, props);
    if (!existsSync(site)) {
      throw new TypeError(`${site} does not exist. Build the site first: npm run docs.`);
    }
    if (domain && !domain.certificateArn.includes(':acm:us-east-1:')) {
      throw new TypeError(
        'The certificate of the documentation’s domain must be from us-east-1, ' +
          `got "${domain.certificateArn}".`,
      );
    }
    const bucket = this.#createBucket();
    this.distribution = this.#createDistribution(bucket, buildContentSecurityPolicy(site), domain);
    new BucketDeployment(this, 'Upload', {
      sources: [Source.asset(site)],
      destinationBucket: bucket,
      distribution: this.distribution,
    });
    if (domain?.hostedZone) this.#createRecords(domain.name, domain.hostedZone);
    new CfnOutput(this, 'DocsUrl', {
      value: `https://${domain?.name ?? this.distribution.distributionDomainName}`,
    });
    this.#acknowledgeFindings(bucket, domain !== undefined);
  }

  #createBucket(): IBucket {
    // `Bucket` declares `replicationRoleArn?`, so `exactOptionalPropertyTypes` does not accept it
    // as an `IBucket`.
    return new Bucket(this, 'Site', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // The content can be built again.
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    }) as IBucket;
  }

  #createDistribution(
    bucket: IBucket,
    policy: string,
    domain: DocsStackProps['domain'],
  ): Distribution {
    const notFoundPage = {
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
        responseHeadersPolicy: this.#createHeadersPolicy(policy),
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new EdgeFunction(this, 'CleanUrls', {
              code: FunctionCode.fromInline(CLEAN_URLS),
              runtime: FunctionRuntime.JS_2_0,
              comment: 'Chordian Auth: maps /guide/deploy to /guide/deploy.html',
            }),
          },
        ],
      },
      // CloudFront may not list the bucket, so S3 responds with 403 if a file does not exist.
      errorResponses: [
        { httpStatus: 403, ...notFoundPage },
        { httpStatus: 404, ...notFoundPage },
      ],
    });
  }

  #createHeadersPolicy(policy: string): ResponseHeadersPolicy {
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

  #createRecords(name: string, { id, name: zoneName }: { id: string; name: string }): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: id, zoneName });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    new ARecord(this, 'Ipv4', { zone, recordName: name, target });
    new AaaaRecord(this, 'Ipv6', { zone, recordName: name, target });
  }

  #acknowledgeFindings(bucket: IBucket, hasDomain: boolean): void {
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'The bucket contains public documentation, and only CloudFront reads it.',
    });
    acknowledgeDistribution(
      this.distribution,
      {
        noGeoRestriction: 'The documentation is for readers in every country.',
        noFirewall: 'The site has static files only, which need no firewall.',
        noAccessLog: 'Readers of the documentation are deliberately not logged.',
      },
      { hasDomain },
    );
    const uploader = this.node.children.find(({ node }) =>
      node.id.startsWith('Custom::CDKBucketDeployment'),
    );
    const replaceToken = (value: string, name: string) =>
      Token.isUnresolved(value) ? `<AWS::${name}>` : value;
    const account = replaceToken(this.account, 'AccountId');
    const region = replaceToken(this.region, 'Region');
    const assets = `cdk-${this.synthesizer.bootstrapQualifier}-assets-${account}-${region}`;
    const site = this.getLogicalId(bucket.node.defaultChild as CfnBucket);
    const resources = ['*', `arn:<AWS::Partition>:s3:::${assets}/*`, `<${site}.Arn>/*`];
    const rules = [
      ...UPLOADER_RULES,
      ...resources.map((resource) => `AwsSolutions-IAM5[Resource::${resource}]`),
    ];
    const reason =
      'The CDK library defines this function, which copies the site to the bucket on deployment.';
    if (uploader) Validations.of(uploader).acknowledge(...rules.map((id) => ({ id, reason })));
  }
}

/** Rules that the upload function of the CDK library violates. */
const UPLOADER_RULES = [
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/' +
    'AWSLambdaBasicExecutionRole]',
  ...['s3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*', 's3:Abort*'].map(
    (action) => `AwsSolutions-IAM5[Action::${action}]`,
  ),
  'AwsSolutions-L1',
  'Serverless-LambdaDLQ',
  'Serverless-LambdaLatestVersion',
  'Serverless-LambdaTracing',
];
