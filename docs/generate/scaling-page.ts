/** The page about quotas, in the order in which a growing number of users reaches them. */

import { ATTEMPTS, FIREWALL, SESSION } from '../../contract/limits.ts';
import { duration } from '../.vitepress/facts.ts';
import { ASSUMPTIONS } from '../cost/assumptions.ts';
import { usersWithin } from '../scaling/demand.ts';
import { OTHER_COGNITO_CATEGORIES, QUOTAS } from '../scaling/quotas.ts';
import { type Budgets, readBudgets } from './budgets.ts';
import { count, table } from './markdown.ts';

const WINDOW = duration(ATTEMPTS.window);

/** Returns the quotas with the number of users that reach them, the smallest number first. */
export const orderedQuotas = (budgets: Budgets) =>
  QUOTAS.map((quota) => {
    const demand = quota.demand(budgets);
    return { ...quota, perUser: demand, users: usersWithin(quota.limit, demand) };
  }).toSorted((a, b) => a.users - b.users);

/** Rounds to two digits, because the assumptions are no better. */
const rounded = (value: number): string => count(Number(value.toPrecision(2)));

export function scalingPage(budgets = readBudgets()): string {
  return `---
# Made by docs/generate.ts out of docs/scaling/, docs/cost/, the contract and bench/budgets.json.
title: Scaling
---

# Scaling

What breaks first when the number of users grows, and what moves it. What a user does is assumed as on the page [Cost](/guide/cost#assumptions), and what it takes is what tests count. The busiest second has ${ASSUMPTIONS.peak} times the average load. The numbers of users are rounded to two digits. The quotas of AWS were read in November 2026.

## By the number of users

${table(
  [
    'Active users',
    'Quota',
    'Limit',
    'A user in a month',
    'If it is reached',
    'What moves it',
    'Source',
  ],
  orderedQuotas(budgets).map(({ name, limit, unit, perUser, users, effect, setting, source }) => [
    rounded(users),
    name,
    `${count(limit)} ${unit}`,
    `${Number(perUser.toPrecision(3))}`,
    effect,
    setting,
    source,
  ]),
)}

A demand for executions is in seconds, every other one in requests or units. All functions of an account and region share the quotas of Lambda, and all user pools those of Cognito: give \`prod\` an account of its own.

## By what one client does

These limits do not move with the number of users. They hold one client, one network or one account back.

${table(
  ['Limit', 'Value', 'Where it is set'],
  [
    ['WAF, logins of one address', firewall('login'), '`waf.login`'],
    ['WAF, refreshes of one address', firewall('refresh'), '`waf.refresh`'],
    ['WAF, session checks of one address', firewall('session'), '`waf.session`'],
    ['WAF, other requests of one address', firewall('other'), '`waf.other`'],
    [
      'Guesses at one account from one network before a CAPTCHA',
      `${ATTEMPTS.captchaAfter.accountAndNetwork} in ${WINDOW}`,
      '`ATTEMPTS` in `contract/limits.ts`',
    ],
    [
      'Guesses from one network before a CAPTCHA',
      `${ATTEMPTS.captchaAfter.network} in ${WINDOW}`,
      '`ATTEMPTS` in `contract/limits.ts`',
    ],
    [
      'Guesses at one account by strangers',
      `${ATTEMPTS.strangers.inARow} in a row, ${ATTEMPTS.strangers.inTotal} in total`,
      '`ATTEMPTS` in `contract/limits.ts`',
    ],
    ['Sessions of one user', 'none', '`sessions.maxPerUser`. A list of sessions reads all of them'],
    [
      'DynamoDB, writes to the rows of one user',
      '1,000 write units per second of a partition',
      'nothing (AWS re:Post: throttling of on-demand tables)',
    ],
  ],
)}

A refresh asks Cognito only if the last confirmation is older than ${duration(SESSION.revalidateAfter)}, so a client that refreshes too often does not use up the quota of sign-ins.

## Other categories of Cognito

An active user is assumed to use none of these. Their limits are requests per second of an account and region (AWS: Quotas in Amazon Cognito).

${table(
  ['Category', 'Limit', 'Used by', 'What moves it'],
  Object.entries(OTHER_COGNITO_CATEGORIES).map(([name, { limit, usedBy, setting }]) => [
    name,
    String(limit),
    usedBy,
    setting,
  ]),
)}

Cognito's own sender sends 50 mails a day for the whole account. Use SES in production. A new account sends with SES only to verified addresses, and no more than 200 mails a day, until AWS lifts the limit.
`;
}

const firewall = (route: keyof typeof FIREWALL.limits): string =>
  `${count(FIREWALL.limits[route])} in ${duration(FIREWALL.window)}`;
