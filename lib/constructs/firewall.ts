import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { ORIGIN_SECRET_HEADER, VIEWER_ADDRESS_HEADER } from '../../contract/edge.ts';
import { buildEnvelope, buildEnvelopeHeaders } from '../../contract/envelope.ts';
import { FIREWALL } from '../../contract/limits.ts';
import { publicPath } from '../../contract/routes/index.ts';
import { type FirewallLimits, RATED_ROUTES, type RatedRoute } from '../config/stage-config.ts';
import { resolveOriginSecret } from './client-address.ts';

/** The window slides, so a client that pauses is unblocked before a whole window has passed. */
const RETRY_AFTER_SECONDS = 60;

/**
 * AWS's managed rule groups, each with the rules that count requests instead of blocking them.
 * Rules on the body count, because a password or a CAPTCHA solution may look like an attack. The
 * rule on the user agent counts, because a server or a script may not send one.
 */
const MANAGED_RULES: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesAmazonIpReputationList: [],
  AWSManagedRulesCommonRuleSet: [
    'NoUserAgent_HEADER',
    'SizeRestrictions_BODY',
    'EC2MetaDataSSRF_BODY',
    'GenericLFI_BODY',
    'GenericRFI_BODY',
    'CrossSiteScripting_BODY',
  ],
  AWSManagedRulesKnownBadInputsRuleSet: [
    'JavaDeserializationRCE_BODY',
    'Log4JRCE_BODY',
    'ReactJSRCE_BODY',
  ],
};

const THROTTLED = 'throttled';

/** API Gateway decodes a path before it matches a route, so the rule must do so, too. */
const matchPath = (path: string): CfnWebACL.StatementProperty => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'EXACTLY',
    searchString: path,
    textTransformations: [{ priority: 0, type: 'URL_DECODE' }],
  },
});

const LOGIN = matchPath(publicPath('login'));
const REFRESH = matchPath(publicPath('refresh'));
const SESSION = matchPath(publicPath('session'));

/** The requests that each rule counts. Every request is counted by one rule. */
const SCOPES: Readonly<Record<RatedRoute, CfnWebACL.StatementProperty>> = {
  login: LOGIN,
  refresh: REFRESH,
  session: SESSION,
  other: {
    notStatement: { statement: { orStatement: { statements: [LOGIN, REFRESH, SESSION] } } },
  },
};

export interface FirewallProps {
  stageArn: string;
  limits: FirewallLimits;
  /** ARN of the secret that the CDN sends. Undefined if clients call the API directly. */
  originSecretArn: string | undefined;
  documentationUrl?: string | undefined;
}

/**
 * The web ACL of the API. Requests that a managed rule blocks get the gateway response
 * WAF_FILTERED, an envelope with a request ID. That response has a single status, which is not 429,
 * so the rate rules have a response of their own.
 */
export class Firewall extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stageArn, limits, originSecretArn, documentationUrl }: FirewallProps,
  ) {
    super(scope, id);
    const throttled = buildEnvelope(
      'TOO_MANY_REQUESTS',
      { retryAfter: RETRY_AFTER_SECONDS },
      { requestId: '', ...(documentationUrl !== undefined && { documentationUrl }) },
    );
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: createVisibilityConfig('chordian-auth'),
      customResponseBodies: {
        [THROTTLED]: { contentType: 'APPLICATION_JSON', content: JSON.stringify(throttled) },
      },
      rules: [
        ...(originSecretArn === undefined ? [] : [refuseOthers(originSecretArn)]),
        ...RATED_ROUTES.map((route, index) => ({
          name: `rate-of-${route}`,
          priority: 1 + index,
          statement: {
            rateBasedStatement: {
              ...(originSecretArn === undefined ? { aggregateKeyType: 'IP' } : VIEWER),
              limit: limits[route],
              evaluationWindowSec: FIREWALL.window,
              scopeDownStatement: SCOPES[route],
            },
          },
          action: {
            block: {
              customResponse: {
                responseCode: throttled.error.status,
                customResponseBodyKey: THROTTLED,
                responseHeaders: Object.entries(buildEnvelopeHeaders(throttled)).map(
                  ([name, value]) => ({ name, value }),
                ),
              },
            },
          },
          visibilityConfig: createVisibilityConfig(`rate-of-${route}`),
        })),
        ...Object.entries(MANAGED_RULES).map(([name, counted], index) => ({
          name,
          priority: 1 + RATED_ROUTES.length + index,
          statement: {
            managedRuleGroupStatement: {
              vendorName: 'AWS',
              name,
              ruleActionOverrides: counted.map((rule) => ({
                name: rule,
                actionToUse: { count: {} },
              })),
            },
          },
          overrideAction: { none: {} },
          visibilityConfig: createVisibilityConfig(name),
        })),
      ],
    });
    new CfnWebACLAssociation(this, 'Association', {
      resourceArn: stageArn,
      webAclArn: acl.attrArn,
    });
  }
}

/** Behind a CDN, the address of the connection is that of the CDN. */
const VIEWER = {
  aggregateKeyType: 'FORWARDED_IP',
  forwardedIpConfig: {
    headerName: VIEWER_ADDRESS_HEADER,
    // A request without a valid address would not be counted otherwise. The CDN sets the header.
    fallbackBehavior: 'MATCH',
  },
};

/**
 * Blocks requests that do not come through the CDN. They would choose their own address. The
 * response is WAF_FILTERED, an envelope.
 */
const refuseOthers = (originSecretArn: string): CfnWebACL.RuleProperty => ({
  name: 'origin-secret',
  priority: 0,
  statement: {
    notStatement: {
      statement: {
        byteMatchStatement: {
          fieldToMatch: { singleHeader: { Name: ORIGIN_SECRET_HEADER.toLowerCase() } },
          positionalConstraint: 'EXACTLY',
          searchString: resolveOriginSecret(originSecretArn),
          textTransformations: [{ priority: 0, type: 'NONE' }],
        },
      },
    },
  },
  action: { block: {} },
  visibilityConfig: createVisibilityConfig('origin-secret'),
});

/** Sampling is off, because sampled requests contain headers, and so tokens. */
const createVisibilityConfig = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: false,
});
