import { Aws, type Duration, Fn } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  type DistributionProps,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IOrigin,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Construct } from 'constructs';
import { ORIGIN_SECRET_HEADER, VIEWER_ADDRESS_HEADER } from '../../contract/edge.ts';
import { BASE_PATH } from '../../contract/routes/index.ts';
import type { Backend } from '../backend.ts';
import { resolveOriginSecret } from './client-address.ts';
import { acknowledgeDistribution } from './distribution-findings.ts';

export interface OneOriginProps {
  /** The API of a stage whose setting `clientIp` is `cloudfront`. */
  api: RestApi;
  /** The foundation's `backend`, which has the origin secret. */
  backend: Pick<Backend, 'clientAddress'>;
  /** Where the pages of the site come from, for example a bucket. */
  site: IOrigin;
  /** Further settings of the site's pages, such as a policy for their headers. */
  siteBehavior?: Omit<DistributionProps['defaultBehavior'], 'origin' | 'viewerProtocolPolicy'>;
  /** Defaults to `index.html`. */
  defaultRootObject?: string;
  /** Custom domain of the site. CloudFront accepts certificates from us-east-1 only. */
  domain?: { name: string; certificateArn: string };
  /** The API's own custom domain, if it has one. Its default endpoint is then disabled. */
  apiDomain?: string;
  /** How long CloudFront waits for the API. Defaults to 30 s, which is longer than the API takes. */
  readTimeout?: Duration;
}

/**
 * Sets the address of the viewer, and overwrites what a client sent. CloudFront passes the headers
 * of this function on like those of the viewer.
 */
export const SET_VIEWER_ADDRESS = `function handler(event) {
  var request = event.request;
  request.headers['${VIEWER_ADDRESS_HEADER.toLowerCase()}'] = { value: event.viewer.ip };
  return request;
}`;

/**
 * One CloudFront distribution in front of a site and the API, so that both have one origin. The
 * browser then sends the refresh cookie by itself, and needs no CORS. Add the origin of the site to
 * `allowedOrigins`, because the API has another host name.
 *
 * Do not add error responses to the distribution: they would replace the API's errors, too.
 */
export class OneOrigin extends Construct {
  readonly distribution: Distribution;

  /** @throws {TypeError} if the stage has no origin secret, or CloudFront cannot use the domain */
  constructor(scope: Construct, id: string, props: OneOriginProps) {
    super(scope, id);
    const { site, siteBehavior, domain, defaultRootObject = 'index.html' } = props;
    if (domain && !domain.certificateArn.includes(':acm:us-east-1:')) {
      throw new TypeError(
        `The certificate of ${domain.name} must be from us-east-1, got "${domain.certificateArn}".`,
      );
    }
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Chordian Auth: a site and its API',
      defaultRootObject,
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(domain && {
        domainNames: [domain.name],
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      }),
      defaultBehavior: {
        ...siteBehavior,
        origin: site,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      },
      additionalBehaviors: {
        [`${BASE_PATH}/*`]: {
          origin: this.#createApiOrigin(props),
          // A redirect would turn a POST into a GET, after the password was sent in plain text.
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          // Passes Authorization, cookies and the query on. API Gateway needs its own Host.
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          functionAssociations: [
            {
              eventType: FunctionEventType.VIEWER_REQUEST,
              function: new EdgeFunction(this, 'ViewerAddress', {
                code: FunctionCode.fromInline(SET_VIEWER_ADDRESS),
                runtime: FunctionRuntime.JS_2_0,
                comment: `Chordian Auth: sets ${VIEWER_ADDRESS_HEADER}`,
              }),
            },
          ],
        },
      },
    });
    acknowledgeDistribution(
      this.distribution,
      {
        noGeoRestriction: 'Users may sign in from every country.',
        noFirewall: 'The API has a firewall of its own, which counts the addresses of viewers.',
        noAccessLog:
          'The API has an access log. A log here would contain cookies or query strings.',
      },
      { hasDomain: domain !== undefined },
    );
  }

  #createApiOrigin({ api, backend, apiDomain, readTimeout }: OneOriginProps): IOrigin {
    const { originSecretArn } = backend.clientAddress;
    if (originSecretArn === undefined) {
      throw new TypeError(
        'A stage behind CloudFront must have the setting clientIp: "cloudfront".',
      );
    }
    const endpoint = Fn.join('.', [api.restApiId, 'execute-api', api.env.region, Aws.URL_SUFFIX]);
    return new HttpOrigin(apiDomain ?? endpoint, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      customHeaders: { [ORIGIN_SECRET_HEADER]: resolveOriginSecret(originSecretArn) },
      ...(readTimeout && { readTimeout }),
    });
  }
}
