/** Dollars by component of AWS. */

import { PRICES, type PriceName, priceOf } from './prices.ts';
import type { Usage } from './usage.ts';

/** The prices that are one line of the tables. */
export const COMPONENTS: Readonly<Record<string, readonly PriceName[]>> = {
  'API Gateway': ['gateway', 'transfer'],
  Lambda: ['invocations', 'duration'],
  DynamoDB: ['writes', 'reads'],
  CloudWatch: ['logs', 'metrics', 'dashboards'],
  WAF: ['firewall', 'firewallRules', 'firewallRequests'],
  'EventBridge and SQS': ['events', 'queues'],
  'Secrets Manager': ['secrets', 'secretReads'],
  SES: ['mails'],
};

/** Returns the dollars of a component. */
export const dollarsOf = (usage: Usage, names: readonly PriceName[]): number =>
  names.reduce((sum, name) => sum + priceOf(PRICES[name].tiers, usage[name] ?? 0), 0);

/** Returns the dollars of all components, without the users of Cognito. */
export const totalOf = (usage: Usage): number =>
  Object.values(COMPONENTS).reduce((sum, names) => sum + dollarsOf(usage, names), 0);
