/** List prices of AWS in US dollars, region us-east-1. A free tier counts only where it is named. */

import type { SourceName } from './sources.ts';

/** Prices for parts of an amount: each price holds up to `upTo` units, the last for all others. */
export type Tiers = readonly { upTo: number; dollars: number }[];

export interface Price {
  what: string;
  /** What the prices are for, such as `million requests`. */
  unit: string;
  tiers: Tiers;
  source: SourceName;
}

const MILLION = 1_000_000;

/** One price for any amount. */
const flat = (dollars: number): Tiers => [{ upTo: Number.POSITIVE_INFINITY, dollars }];

/** The largest number of users for which a source names the price of Cognito's plan LITE. */
export const LITE_CONFIRMED_UP_TO = 1_000_000;

/** The first users of a month are free in both plans. */
const FREE_USERS = { upTo: 10_000, dollars: 0 };

export const PRICES = {
  gateway: {
    what: 'API Gateway, REST',
    unit: 'million requests',
    tiers: [
      { upTo: 333, dollars: 3.5 },
      { upTo: 1_000, dollars: 2.8 },
      { upTo: 20_000, dollars: 2.38 },
      { upTo: Number.POSITIVE_INFINITY, dollars: 1.51 },
    ],
    source: 'gateway',
  },
  transfer: { what: 'Data transfer out', unit: 'GB', tiers: flat(0.09), source: 'transfer' },
  invocations: {
    what: 'Lambda, requests',
    unit: 'million requests',
    tiers: flat(0.2),
    source: 'lambda',
  },
  duration: {
    what: 'Lambda, duration on Arm',
    unit: 'million GB-seconds',
    tiers: flat(0.0000133334 * MILLION),
    source: 'lambda',
  },
  writes: {
    what: 'DynamoDB on demand, writes',
    unit: 'million write units',
    tiers: flat(0.625),
    source: 'dynamodb',
  },
  reads: {
    what: 'DynamoDB on demand, reads',
    unit: 'million read units',
    tiers: flat(0.125),
    source: 'dynamodb',
  },
  lite: {
    what: 'Cognito, plan LITE',
    unit: 'monthly active user',
    // The last price is an upper bound above LITE_CONFIRMED_UP_TO.
    tiers: [
      FREE_USERS,
      { upTo: 100_000, dollars: 0.0055 },
      { upTo: Number.POSITIVE_INFINITY, dollars: 0.0046 },
    ],
    source: 'cognito',
  },
  essentials: {
    what: 'Cognito, plan ESSENTIALS',
    unit: 'monthly active user',
    tiers: [FREE_USERS, { upTo: Number.POSITIVE_INFINITY, dollars: 0.015 }],
    source: 'cognito',
  },
  logs: { what: 'CloudWatch Logs, ingestion', unit: 'GB', tiers: flat(0.5), source: 'logs' },
  metrics: {
    what: 'CloudWatch, custom metrics',
    unit: 'metric and month',
    tiers: flat(0.3),
    source: 'metrics',
  },
  dashboards: {
    what: 'CloudWatch, dashboards',
    unit: 'dashboard and month',
    tiers: flat(3),
    source: 'logs',
  },
  secrets: {
    what: 'Secrets Manager, secrets',
    unit: 'secret and month',
    tiers: flat(0.4),
    source: 'secrets',
  },
  secretReads: {
    what: 'Secrets Manager, calls',
    unit: 'million calls',
    tiers: flat(5),
    source: 'secrets',
  },
  firewall: { what: 'WAF, web ACL', unit: 'ACL and month', tiers: flat(5), source: 'waf' },
  firewallRules: { what: 'WAF, rules', unit: 'rule and month', tiers: flat(1), source: 'waf' },
  firewallRequests: {
    what: 'WAF, requests',
    unit: 'million requests',
    tiers: flat(0.6),
    source: 'waf',
  },
  events: {
    what: 'EventBridge, custom events',
    unit: 'million events',
    tiers: flat(1),
    source: 'events',
  },
  queues: {
    what: 'SQS, standard queues',
    unit: 'million requests',
    tiers: flat(0.4),
    source: 'queues',
  },
  mails: { what: 'SES, mails', unit: 'thousand mails', tiers: flat(0.1), source: 'mail' },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;

/** What the prices above leave out, because no text was found that confirms the price. */
export const UNCONFIRMED = [
  'Cognito `LITE` above a million users. The page charges the price of the tier below, which is an upper bound. That this tier starts at 100,000 users follows from a worked example.',
  'CloudWatch alarms, storage of logs, and queries of logs.',
  'Storage and backups of DynamoDB.',
  'X-Ray traces, which a stage records if its setting `tracing` is on.',
  'A customer-managed KMS key, which is a setting.',
  'The trail of CloudTrail that revocation by events needs.',
] as const;

/** Returns the price of an amount in units of the tiers. */
export function priceOf(tiers: Tiers, amount: number): number {
  let from = 0;
  let sum = 0;
  for (const { upTo, dollars } of tiers) {
    sum += Math.max(0, Math.min(amount, upTo) - from) * dollars;
    from = upTo;
  }
  return sum;
}
