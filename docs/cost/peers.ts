/** The list prices of other services for sign-in by password, by monthly active users. */

import { LITE_CONFIRMED_UP_TO, PRICES, type Tiers } from './prices.ts';
import type { SourceName } from './sources.ts';

export interface Peer {
  name: string;
  /** Dollars per month, whatever the number of users. */
  base: number;
  tiers: Tiers;
  /** The largest number of users for which the source names the price. */
  confirmedUpTo: number;
  source: SourceName;
  note: string;
}

const ANY = Number.POSITIVE_INFINITY;

export const PEERS: readonly Peer[] = [
  {
    name: 'Cognito alone, LITE',
    base: 0,
    tiers: PRICES.lite.tiers,
    confirmedUpTo: LITE_CONFIRMED_UP_TO,
    source: 'cognito',
    note: 'Included in the cost of this service.',
  },
  {
    name: 'Cognito alone, ESSENTIALS',
    base: 0,
    tiers: PRICES.essentials.tiers,
    confirmedUpTo: ANY,
    source: 'cognito',
    note: 'Included in the cost of this service with that plan.',
  },
  {
    name: 'Google Identity Platform (Firebase)',
    base: 0,
    tiers: [
      { upTo: 50_000, dollars: 0 },
      { upTo: 100_000, dollars: 0.0055 },
      { upTo: 1_000_000, dollars: 0.0046 },
      { upTo: 10_000_000, dollars: 0.0032 },
      { upTo: ANY, dollars: 0.0025 },
    ],
    confirmedUpTo: ANY,
    source: 'google',
    note: 'Tier 1: e-mail, phone, anonymous, social.',
  },
  {
    name: 'Supabase Auth, Pro',
    base: 25,
    tiers: [
      { upTo: 100_000, dollars: 0 },
      { upTo: ANY, dollars: 0.00325 },
    ],
    confirmedUpTo: ANY,
    source: 'supabase',
    note: 'The plan includes a database. Its compute is charged as well.',
  },
  {
    name: 'Clerk, Pro',
    base: 25,
    tiers: [
      { upTo: 50_000, dollars: 0 },
      { upTo: 100_000, dollars: 0.02 },
      { upTo: ANY, dollars: 0.018 },
    ],
    confirmedUpTo: 1_000_000,
    source: 'clerk',
    note: 'By monthly retained users: the day of the sign-up does not count.',
  },
  {
    name: 'Auth0, Free',
    base: 0,
    tiers: [{ upTo: ANY, dollars: 0 }],
    confirmedUpTo: 25_000,
    source: 'auth0',
    note: 'Paid plans start at $35 for 500 users. Their prices for more users are not in the text that was read.',
  },
];
