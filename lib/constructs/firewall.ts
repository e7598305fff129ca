import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { envelopeOf, headersOf } from '../../contract/envelope.ts';

/**
 * Requests of one address in five minutes, after which it waits. Far above what a person does, far
 * below what a guessing machine wants.
 */
const REQUESTS_PER_ADDRESS = 1_000;
const WINDOW_SECONDS = 300;
/** The rule looks back over its window, so a client that stops is let in again before it ends. */
const RETRY_AFTER_SECONDS = 60;

/**
 * AWS's managed rules, and which of each only count. A password may look like an attack, and so may
 * a CAPTCHA solution: body rules count. A server or a script may have no user agent.
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

/**
 * The web ACL in front of the API. What the managed rules block gets the gateway's WAF_FILTERED
 * response, an envelope with a request id; the rate rule answers with its own, since that response
 * has one status, and it is not 429.
 */
export class Firewall extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stageArn, documentationUrl }: { stageArn: string; documentationUrl?: string | undefined },
  ) {
    super(scope, id);
    const throttled = envelopeOf(
      'TOO_MANY_REQUESTS',
      { retryAfter: RETRY_AFTER_SECONDS },
      { requestId: '', ...(documentationUrl !== undefined && { documentationUrl }) },
    );
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('chordian-auth'),
      customResponseBodies: {
        [THROTTLED]: { contentType: 'APPLICATION_JSON', content: JSON.stringify(throttled) },
      },
      rules: [
        {
          name: 'rate-per-address',
          priority: 0,
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              limit: REQUESTS_PER_ADDRESS,
              evaluationWindowSec: WINDOW_SECONDS,
            },
          },
          action: {
            block: {
              customResponse: {
                responseCode: throttled.error.status,
                customResponseBodyKey: THROTTLED,
                responseHeaders: Object.entries(headersOf(throttled)).map(([name, value]) => ({
                  name,
                  value,
                })),
              },
            },
          },
          visibilityConfig: visible('rate-per-address'),
        },
        ...Object.entries(MANAGED_RULES).map(([name, counted], index) => ({
          name,
          priority: index + 1,
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
          visibilityConfig: visible(name),
        })),
      ],
    });
    new CfnWebACLAssociation(this, 'Association', {
      resourceArn: stageArn,
      webAclArn: acl.attrArn,
    });
  }
}

/** Sampled requests would show headers, and so tokens. */
const visible = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: false,
});
