/**
 * Requests per second of each quota category. Source: AWS, "Quotas in Amazon Cognito". Off unless
 * set, because a developer's own machine shares no quota.
 */

import { tooManyRequests } from './refusals.ts';

export type QuotaCategory =
  | 'UserAuthentication'
  /** RespondToAuthChallenge has three times the quota of UserAuthentication. */
  | 'UserAuthenticationResponses'
  | 'UserCreation'
  | 'UserAccountRecovery'
  | 'UserRead'
  | 'UserUpdate'
  | 'UserToken'
  | 'UserResourceRead'
  | 'UserResourceUpdate'
  | 'UserList'
  | 'UserPoolRead'
  | 'UserPoolUpdate'
  | 'UserPoolClientRead'
  | 'UserPoolClientUpdate';

export class Quotas {
  readonly #limits: Partial<Record<QuotaCategory, number>>;
  readonly #second = new Map<QuotaCategory, { second: number; count: number }>();

  constructor(limits: Partial<Record<QuotaCategory, number>>) {
    this.#limits = limits;
  }

  /** @throws {CognitoException} TooManyRequestsException */
  use(category: QuotaCategory, now: number): void {
    const limit = this.#limits[category];
    if (limit === undefined) return;
    const second = Math.floor(now / 1_000);
    const last = this.#second.get(category);
    const count = last?.second === second ? last.count + 1 : 1;
    if (count > limit) throw tooManyRequests();
    this.#second.set(category, { second, count });
  }
}
