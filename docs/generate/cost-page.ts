/** The page about cost, computed from list prices, the budgets and assumptions about users. */

import { COGNITO_MS, DATABASE_MS } from '../../bench/latency.ts';
import { ERROR_CODES } from '../../contract/errors/index.ts';
import { AUDIT_EVENTS } from '../../contract/metrics.ts';
import { ROUTE_NAMES } from '../../contract/routes/index.ts';
import { MEMORY_MEGABYTES } from '../../lib/config/memory.ts';
import { ASSUMPTIONS, BACKGROUND, RESOURCES } from '../cost/assumptions.ts';
import { COMPONENTS, dollarsOf, totalOf } from '../cost/components.ts';
import { PEERS, type Peer } from '../cost/peers.ts';
import {
  LITE_CONFIRMED_UP_TO,
  PRICES,
  type Price,
  type PriceName,
  priceOf,
  UNCONFIRMED,
} from '../cost/prices.ts';
import { SOURCES, type SourceName } from '../cost/sources.ts';
import { monthlyUsage, usageOf } from '../cost/usage.ts';
import { type Budgets, readBudgets } from './budgets.ts';
import { bullets, count, table } from './markdown.ts';

/** The numbers of monthly active users for which the tables are computed. */
const USERS = [10_000, 1_000_000, 10_000_000];

/** The most custom metrics: each outcome, route and audit event, and stale secrets. */
const METRICS = 1 + ERROR_CODES.length + ROUTE_NAMES.length + AUDIT_EVENTS.length + 1;

/** Formats dollars: cents below a hundred dollars, whole dollars from there on. */
export const dollars = (value: number): string =>
  `$${value < 100 ? value.toFixed(2) : count(Math.round(value))}`;

const source = (name: SourceName): string => {
  const { name: title, url, date } = SOURCES[name];
  return `[${title}](${url}), ${date}`;
};

export function costPage(budgets = readBudgets()): string {
  return `---
# Made by docs/generate.ts out of docs/cost/ and bench/budgets.json.
title: Cost
---

# Cost

What the stage \`prod\` costs on AWS, in US dollars without tax, by list prices of the region us-east-1. The requests, capacity units and log lines of an operation are those that tests count. How often a user does it is an assumption: change \`docs/cost/assumptions.ts\` to match your app, and run \`npm run docs:generate\`.

## A month

${monthTable(budgets)}

Cognito charges for users and not for calls. Above its free users it is most of the bill. The plan is the setting \`featurePlan\`.

## A million calls

Without the users of Cognito and without what a stage costs at rest.

${callsTable(budgets)}

The largest part of a session check is API Gateway, and the next one is the log. A back end that verifies session JWTs by itself makes no request for it, but it learns nothing about revoked sessions: see [Protecting routes](/guide/protecting-routes).

## Assumptions

An active user does this in a month:

${table(
  ['Operation', 'Times'],
  Object.entries(ASSUMPTIONS.operations).map(([name, times]) => [name, String(times)]),
)}

${bullets([
  `Each round trip takes ${DATABASE_MS} ms, or ${COGNITO_MS} ms if Cognito is called, and the function itself ${ASSUMPTIONS.ownMs} ms. It has ${count(MEMORY_MEGABYTES)} MB of memory. Cold starts are not counted.`,
  `A response has ${count(ASSUMPTIONS.responseBytes)} bytes. Lambda and API Gateway add ${count(ASSUMPTIONS.platformLogBytes)} bytes to the log of a request.`,
  `An active user gets ${ASSUMPTIONS.mails} mails in a month.`,
  `The stage has ${RESOURCES.secrets} secrets, ${RESOURCES.firewallRules} rules of the firewall, ${RESOURCES.dashboards} dashboard and at most ${METRICS} custom metrics.`,
  'Free tiers are not counted, except that of Cognito.',
  'The batch that a login reads consumes read units only for rows that exist in DynamoDB Local. AWS may charge for the others as well.',
])}

## Prices

${table(
  ['What', 'Dollars', 'For a', 'Source and date'],
  (Object.values(PRICES) as Price[]).map((price) => [
    price.what,
    tiersOf(price),
    price.unit,
    source(price.source),
  ]),
)}

These prices could not be confirmed:

${bullets(UNCONFIRMED)}

## Other services

Their list prices for the same users, without discounts. They include what this service leaves to you: to run it. They differ in what else they include.

${peersTable()}

${bullets(PEERS.map(({ name, note, source: from }) => `${name}: ${note} Source: ${source(from)}`))}

\`≤\` marks an upper bound: the source names no price for so many users, so the price of the last tier that it names is used. \`?\` means that the source names no price at all.
`;
}

const tiersOf = ({ tiers }: Price): string =>
  tiers
    .map(({ upTo, dollars: each }) => {
      const price = String(Number(each.toFixed(6)));
      return upTo === Number.POSITIVE_INFINITY ? price : `${price} up to ${count(upTo)}`;
    })
    .join('; then ');

function monthTable(budgets: Budgets): string {
  const columns = USERS.map((users) => ({
    users,
    usage: monthlyUsage(budgets, users, METRICS),
    isBound: users > LITE_CONFIRMED_UP_TO,
  }));
  const lines: [string, (column: (typeof columns)[number]) => string][] = Object.entries(
    COMPONENTS,
  ).map(([name, parts]) => [name, ({ usage }) => dollars(dollarsOf(usage, parts))]);
  const plan = (name: Extract<PriceName, 'lite' | 'essentials'>, users: number) =>
    priceOf(PRICES[name].tiers, users);
  const bound = (isBound: boolean) => (isBound ? '≤ ' : '');
  lines.push(
    ['**Without Cognito**', ({ usage }) => dollars(totalOf(usage))],
    ['Cognito, LITE', ({ users, isBound }) => `${bound(isBound)}${dollars(plan('lite', users))}`],
    ['Cognito, ESSENTIALS', ({ users }) => dollars(plan('essentials', users))],
    [
      '**Together with LITE**',
      ({ users, usage, isBound }) =>
        `${bound(isBound)}${dollars(totalOf(usage) + plan('lite', users))}`,
    ],
    [
      '**Together with ESSENTIALS**',
      ({ users, usage }) => dollars(totalOf(usage) + plan('essentials', users)),
    ],
    [
      'Per user, LITE',
      ({ users, usage, isBound }) =>
        `${bound(isBound)}$${((totalOf(usage) + plan('lite', users)) / users).toFixed(4)}`,
    ],
  );
  return table(
    ['Component', ...USERS.map((users) => `${count(users)} active users`)],
    lines.map(([name, format]) => [name, ...columns.map(format)]),
  );
}

function callsTable(budgets: Budgets): string {
  const parts = Object.entries(COMPONENTS).filter(([name]) =>
    ['API Gateway', 'Lambda', 'DynamoDB', 'CloudWatch', 'WAF', 'EventBridge and SQS'].includes(
      name,
    ),
  );
  return table(
    ['Operation', ...parts.map(([name]) => name), 'Sum'],
    Object.keys(budgets.operations).map((name) => {
      const usage = usageOf(budgets, name);
      const cells = parts.map(([, names]) => dollars(dollarsOf(usage, names)));
      const label = name === BACKGROUND ? `${name} (no request)` : name;
      return [label, ...cells, dollars(totalOf(usage))];
    }),
  );
}

const peersTable = (): string =>
  table(
    ['Service', ...USERS.map((users) => `${count(users)} active users`)],
    PEERS.map((peer) => [peer.name, ...USERS.map((users) => formatPeer(peer, users))]),
  );

function formatPeer({ base, tiers, confirmedUpTo }: Peer, users: number): string {
  const isConfirmed = users <= confirmedUpTo;
  if (!isConfirmed && tiers.every((tier) => tier.dollars === 0)) return '?';
  return `${isConfirmed ? '' : '≤ '}${dollars(base + priceOf(tiers, users))}`;
}
