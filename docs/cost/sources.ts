/**
 * Where the prices were read, and the date of that text. AWS renders most of its prices by script,
 * so some sources quote its pages.
 */

export interface Source {
  name: string;
  url: string;
  /** Year, month and day of the text as far as they are known. */
  date: string;
}

export const SOURCES = {
  cognito: {
    name: 'Amazon Cognito pricing, worked examples, as transcribed by API Evangelist',
    url: 'https://aws.amazon.com/cognito/pricing/',
    date: '2026-09-20',
  },
  lambda: {
    name: 'Cloudchipr: AWS Lambda pricing',
    url: 'https://cloudchipr.com/blog/aws-lambda-pricing',
    date: '2024',
  },
  gateway: {
    name: 'AWS whitepaper on private APIs, table 4',
    url: 'https://docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/cost-optimization.html',
    date: 'undated',
  },
  transfer: {
    name: 'AWS for Engineers: API Gateway pricing',
    url: 'https://awsforengineers.com/blog/aws-api-gateway-pricing-explained',
    date: '2025-05-19',
  },
  dynamodb: {
    name: 'Airbyte: DynamoDB pricing',
    url: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing',
    date: '2025-07-21',
  },
  logs: {
    name: 'FactualMinds: CloudWatch pricing',
    url: 'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/',
    date: '2026-06-13',
  },
  metrics: {
    name: 'SigNoz: CloudWatch pricing',
    url: 'https://signoz.io/guides/cloudwatch-pricing',
    date: '2026-02-15',
  },
  secrets: {
    name: 'AWS Secrets Manager pricing, worked examples, as transcribed by API Evangelist',
    url: 'https://aws.amazon.com/secrets-manager/pricing/',
    date: '2026-09-20',
  },
  waf: {
    name: 'C3X: AWS WAF cost',
    url: 'https://c3x.dev/blog/aws-waf-cost-explained/',
    date: 'undated',
  },
  events: {
    name: 'CloudBurn: EventBridge pricing',
    url: 'https://cloudburn.io/blog/amazon-eventbridge-pricing',
    date: '2026-03-13',
  },
  queues: {
    name: 'CloudBurn: SQS pricing',
    url: 'https://cloudburn.io/blog/amazon-sqs-pricing',
    date: '2026-03-14',
  },
  mail: {
    name: 'Ace Cloud Interviews: SES',
    url: 'https://www.acecloudinterviews.com/tutorials/aws/ses/',
    date: 'undated',
  },
  google: {
    name: 'Google Cloud: Identity Platform pricing',
    url: 'https://cloud.google.com/identity-platform/pricing',
    date: 'undated',
  },
  supabase: {
    name: 'Supabase: Manage monthly active users usage',
    url: 'https://supabase.com/docs/guides/platform/manage-your-usage/monthly-active-users',
    date: '2026-04',
  },
  clerk: {
    name: 'Clerk: Pricing, as transcribed by API Evangelist',
    url: 'https://clerk.com/pricing',
    date: '2026-09-20',
  },
  auth0: {
    name: 'Auth0: Pricing, as transcribed by API Evangelist',
    url: 'https://auth0.com/pricing',
    date: '2026-09-20',
  },
} as const satisfies Record<string, Source>;

export type SourceName = keyof typeof SOURCES;
