/** The quotas of AWS and the settings of this service that limit how many users it serves. */

import { COGNITO_QUOTA, GATEWAY_QUOTA, VALIDATION } from '../../contract/limits.ts';
import { ROUTES } from '../../contract/routes/index.ts';
import { BACKGROUND } from '../cost/assumptions.ts';
import { callsOf, type Demand, executionOf, requestsTo, unitsOf } from './demand.ts';

export interface Quota {
  name: string;
  limit: number;
  /** What the limit counts. */
  unit: string;
  demand: Demand;
  /** What users notice when it is reached. */
  effect: string;
  /** What moves it. */
  setting: string;
  source: string;
}

const PER_SECOND = 'requests per second';
const COGNITO_SOURCE = 'AWS: Quotas in Amazon Cognito';
/** AWS: What's new, "Provisioned capacity for API limits in Amazon Cognito". */
const BUY = 'Service Quotas; AWS sold a request per second for $20 a month in January 2024';
const UNCLEAR = 'Service Quotas, if AWS raises it: no source says so';
const HOURS = VALIDATION.expireAfter / 3_600;
const UNCONFIRMED = `Confirmations wait. A session without one for ${HOURS} hours must refresh.`;
const CONTRACT = 'this service';

/** The categories of Cognito that the counted operations use, by the call that counts in them. */
export const COGNITO_CATEGORIES = {
  InitiateAuth: { category: 'UserAuthentication', limit: COGNITO_QUOTA, setting: BUY },
  AdminGetUser: { category: 'UserRead', limit: 120, setting: BUY },
  AdminListGroupsForUser: { category: 'UserResourceRead', limit: 50, setting: UNCLEAR },
  RevokeToken: { category: 'UserToken', limit: 120, setting: BUY },
} as const;

const EFFECTS: Readonly<Record<keyof typeof COGNITO_CATEGORIES, string>> = {
  InitiateAuth: 'Logins and refreshes get 503 and may be repeated. No session ends.',
  AdminGetUser: UNCONFIRMED,
  AdminListGroupsForUser: UNCONFIRMED,
  RevokeToken: 'None for users: the session has ended, and its token at Cognito stays valid.',
};

const cognito = Object.entries(COGNITO_CATEGORIES).map(
  ([call, { category, limit, setting }]): Quota => ({
    name: `Cognito, ${category}`,
    limit,
    unit: PER_SECOND,
    demand: callsOf(call),
    effect: EFFECTS[call as keyof typeof COGNITO_CATEGORIES],
    setting,
    source: COGNITO_SOURCE,
  }),
);

const routes = (['login', 'refresh', 'session', 'logout'] as const).map(
  (name): Quota => ({
    name: `Throttle of \`${name}\``,
    limit: ROUTES[name].throttle.rate,
    unit: PER_SECOND,
    demand: requestsTo(name),
    effect: 'API Gateway answers 429.',
    setting: '`throttle` of the route in `contract/routes/`',
    source: CONTRACT,
  }),
);

const CONCURRENCY: Omit<Quota, 'name' | 'limit' | 'setting' | 'source'> = {
  unit: 'executions at the same time',
  demand: executionOf(),
  effect: 'API Gateway answers with a 5xx.',
};

export const QUOTAS: readonly Quota[] = [
  {
    ...CONCURRENCY,
    name: 'Lambda, concurrent executions of a new account',
    limit: 10,
    setting: 'Service Quotas, “Concurrent executions”',
    source:
      'Reported for new accounts since 2022 (DataDog/datadog-serverless-functions#621). AWS says “reduced” and raises it with use.',
  },
  {
    ...CONCURRENCY,
    name: 'Lambda, concurrent executions',
    limit: 1_000,
    setting: 'Service Quotas. The setting `concurrency` shares them between functions',
    source: 'AWS: Lambda quotas',
  },
  {
    name: 'Confirmations at the same time',
    limit: VALIDATION.concurrency,
    unit: 'executions at the same time',
    demand: executionOf(BACKGROUND),
    effect: UNCONFIRMED,
    setting: '`revalidation.concurrency`',
    source: CONTRACT,
  },
  ...cognito,
  ...routes,
  {
    name: 'API Gateway, requests of all APIs',
    limit: GATEWAY_QUOTA.rate,
    unit: PER_SECOND,
    demand: requestsTo(),
    effect: 'API Gateway answers 429.',
    setting: 'Service Quotas, “Throttle rate”',
    source: 'AWS: Amazon API Gateway quotas. Some regions have a quarter of it.',
  },
  {
    name: 'DynamoDB, writes of a new table',
    limit: 4_000,
    unit: 'write units per second',
    demand: unitsOf('write'),
    effect: 'Writes are repeated, then 500. DynamoDB adapts within 30 minutes.',
    setting: 'Warm throughput of the table',
    source: 'AWS re:Post: throttling of on-demand tables',
  },
  {
    name: 'DynamoDB, writes of a table',
    limit: 40_000,
    unit: 'write units per second',
    demand: unitsOf('write'),
    effect: 'Writes are repeated, then 500.',
    setting: 'Service Quotas, table-level write throughput',
    source: 'AWS: Quotas in Amazon DynamoDB',
  },
  {
    name: 'DynamoDB, reads of a new table',
    limit: 12_000,
    unit: 'read units per second',
    demand: unitsOf('read'),
    effect: 'Reads are repeated, then 500. DynamoDB adapts within 30 minutes.',
    setting: 'Warm throughput of the table',
    source: 'AWS re:Post: throttling of on-demand tables',
  },
];

/** Categories of Cognito that none of the assumed operations uses, in requests per second. */
export const OTHER_COGNITO_CATEGORIES = {
  // Answers to challenges may be three times as many as sign-ins.
  'UserAuthentication, answers to challenges': {
    limit: 3 * COGNITO_QUOTA,
    usedBy: 'further steps of a sign-in',
    setting: BUY,
  },
  UserCreation: { limit: 50, usedBy: 'sign-up', setting: BUY },
  UserAccountRecovery: { limit: 30, usedBy: 'forgotten passwords', setting: 'none' },
  UserUpdate: { limit: 25, usedBy: 'changes of attributes and passwords', setting: 'none' },
  UserResourceUpdate: { limit: 25, usedBy: 'changes of factors', setting: 'none' },
} as const;
