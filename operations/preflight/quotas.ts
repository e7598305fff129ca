/** Quotas of the account and region that limit how many users can sign in. */

import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  NoSuchResourceException,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { COGNITO_QUOTA } from '../../contract/limits.ts';
import { CLIENT_SETTINGS } from '../frame/client-settings.ts';
import { findStack } from '../frame/stack-outputs.ts';
import { type Check, failed, passed, skipped } from './check.ts';

const increase = (service: string, quota: string, value: number): string =>
  'Run: aws service-quotas request-service-quota-increase ' +
  `--service-code ${service} --quota-code ${quota} --desired-value ${value}`;

/** "Concurrent executions", and its default in accounts that are not new. */
const CONCURRENT_EXECUTIONS = 'L-B99A9384';
const USUAL_CONCURRENCY = 1_000;
/** Lambda keeps so many executions for functions without a reservation, if the account has them. */
const KEPT_UNRESERVED = 100;

async function readConcurrency(): Promise<{ limit: number; unreserved: number }> {
  const { AccountLimit } = await new LambdaClient(CLIENT_SETTINGS).send(
    new GetAccountSettingsCommand({}),
  );
  return {
    limit: AccountLimit?.ConcurrentExecutions ?? 0,
    unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
  };
}

export const concurrency: Check = {
  name: 'Lambda concurrency',
  async find() {
    const { limit } = await readConcurrency();
    // A sign-in takes up to about a second, so this many run at once at the quota of Cognito.
    if (limit >= COGNITO_QUOTA) return passed(`The account has ${limit} concurrent executions.`);
    return failed(
      `The account has ${limit} concurrent executions; new accounts have 10. This is enough to ` +
        `try a stage, and too few for ${COGNITO_QUOTA} sign-ins a second. ` +
        increase('lambda', CONCURRENT_EXECUTIONS, USUAL_CONCURRENCY),
    );
  },
};

export const reservedConcurrency: Check = {
  name: 'Reserved concurrency',
  async find({ name, config }) {
    const reserved = Object.values<{ reserved?: number }>(config.concurrency ?? {}).reduce(
      (sum, limits) => sum + (limits.reserved ?? 0),
      0,
    );
    if (reserved === 0) return skipped('The stage reserves none.');
    if ((await findStack(`ChordianAuth-${name}-Service`)) !== undefined) {
      return skipped('The stage is deployed and may have its reservation already.');
    }
    const { limit, unreserved } = await readConcurrency();
    const available = Math.max(0, unreserved - Math.min(KEPT_UNRESERVED, limit));
    return reserved <= available
      ? passed(`The stage reserves ${reserved} of ${available} executions.`)
      : failed(
          `The stage reserves ${reserved} executions, and Lambda lets it reserve ${available}. ` +
            'Lower the setting concurrency, or raise the quota. ' +
            increase('lambda', CONCURRENT_EXECUTIONS, USUAL_CONCURRENCY),
        );
  },
};

/** "Rate of UserAuthentication requests": sign-ins and refreshes together, per second. */
const USER_AUTHENTICATION = { ServiceCode: 'cognito-idp', QuotaCode: 'L-026ADBA3' };

export const cognitoQuota: Check = {
  name: 'Cognito quota',
  async find() {
    const quotas = new ServiceQuotasClient(CLIENT_SETTINGS);
    const { Quota } = await quotas
      .send(new GetServiceQuotaCommand(USER_AUTHENTICATION))
      .catch((error: unknown) => {
        // An account whose quota was never changed may only have the default.
        if (!(error instanceof NoSuchResourceException)) throw error;
        return quotas.send(new GetAWSDefaultServiceQuotaCommand(USER_AUTHENTICATION));
      });
    if (Quota?.Value === undefined) return skipped('Service Quotas does not tell it.');
    const found = `Cognito lets users sign in or refresh ${Quota.Value} times a second.`;
    if (Quota.Value >= COGNITO_QUOTA) return passed(found);
    const { ServiceCode, QuotaCode } = USER_AUTHENTICATION;
    return failed(
      `${found} The limits of the API assume ${COGNITO_QUOTA}. ` +
        increase(ServiceCode, QuotaCode, COGNITO_QUOTA),
    );
  },
};
