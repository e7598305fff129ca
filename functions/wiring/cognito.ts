import type { Environment } from '../../contract/environment.ts';
import { cognitoClient, type Timeouts } from '../adapters/clients.ts';
import type { Cognito } from '../adapters/cognito/call.ts';
import { rotatedLabel } from '../adapters/secrets/secret.ts';
import { type OpenSecret, openText } from './secrets.ts';

type UpstreamEnvironment = Pick<
  Environment<'refresh'>,
  'USER_POOL_CLIENT_ID' | 'USER_POOL_CLIENT_SECRET_ID'
>;

/** Builds the access to Cognito that the Cognito adapters share. */
export const buildCognito = (
  { USER_POOL_CLIENT_ID, USER_POOL_CLIENT_SECRET_ID }: UpstreamEnvironment,
  open: OpenSecret,
  timeouts: Timeouts,
): Cognito => ({
  client: cognitoClient(timeouts),
  clientId: USER_POOL_CLIENT_ID,
  clientSecret: openText(open, USER_POOL_CLIENT_SECRET_ID, {
    preferredLabel: rotatedLabel(USER_POOL_CLIENT_ID),
  }),
});
