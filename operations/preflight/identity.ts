/** Which account and region the credentials are for. */

import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CLIENT_SETTINGS } from '../frame/client-settings.ts';
import type { Target } from './check.ts';

/** @throws {Error} if credentials or region are missing, or AWS refuses the credentials. */
export async function readIdentity(): Promise<Pick<Target, 'account' | 'region'>> {
  const sts = new STSClient(CLIENT_SETTINGS);
  const region = await sts.config.region();
  const { Account: account = 'unknown' } = await sts.send(new GetCallerIdentityCommand({}));
  return { account, region };
}
