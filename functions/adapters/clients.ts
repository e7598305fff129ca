/**
 * The AWS SDK clients. Region and endpoint come from the SDK's own variables (`AWS_REGION`,
 * `AWS_ENDPOINT_URL`). Connections are reused by later invocations.
 */

import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Limits of the calls to AWS, in milliseconds. */
export interface Timeouts {
  connectMs: number;
  /** One sign-in or revalidation at Cognito. */
  cognitoMs: number;
  /** One revocation at Cognito. */
  cognitoRevokeMs: number;
  database: Tries;
  secrets: Tries;
}

interface Tries {
  tries: number;
  tryMs: number;
  /** For all tries together, including the last byte of the answer. See `withDeadline`. */
  deadlineMs: number;
}

/** Limits the time to connect, the time to the response, and the time without any data. */
const limitEachTry = (connectMs: number, { tries, tryMs }: Omit<Tries, 'deadlineMs'>) => ({
  maxAttempts: tries,
  requestHandler: {
    connectionTimeout: connectMs,
    requestTimeout: tryMs,
    socketTimeout: tryMs,
    throwOnRequestTimeout: true,
  },
});

/** Never retries: Cognito would count a repeated guess twice. */
export const cognitoClient = ({ connectMs, cognitoMs }: Timeouts) =>
  new CognitoIdentityProviderClient(limitEachTry(connectMs, { tries: 1, tryMs: cognitoMs }));

export const databaseClient = ({ connectMs, database }: Timeouts) =>
  new DynamoDBClient(limitEachTry(connectMs, database));

export const secretsClient = ({ connectMs, secrets }: Timeouts) =>
  new SecretsManagerClient(limitEachTry(connectMs, secrets));
