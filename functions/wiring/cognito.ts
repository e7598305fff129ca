import type { Environment } from '../../contract/environment.ts';
import { cognitoClient, type Timeouts } from '../adapters/clients.ts';
import type { Cognito } from '../adapters/cognito/call.ts';
import { cached } from '../adapters/secrets/secret.ts';
import type { ReadSecret } from './secrets.ts';

type UpstreamEnvironment = Pick<
  Environment<'refresh'>,
  'USER_POOL_CLIENT_ID' | 'USER_POOL_CLIENT_SECRET_ID'
>;

/** Builds the access to Cognito that the Cognito adapters share. */
export const buildCognito = (
  { USER_POOL_CLIENT_ID, USER_POOL_CLIENT_SECRET_ID }: UpstreamEnvironment,
  readSecret: ReadSecret,
  timeouts: Timeouts,
): Cognito => ({
  client: cognitoClient(timeouts),
  clientId: USER_POOL_CLIENT_ID,
  clientSecret: cached(() => readSecret(USER_POOL_CLIENT_SECRET_ID), Date.now),
});
