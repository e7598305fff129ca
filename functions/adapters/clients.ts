/**
 * The SDK clients, by their standard settings (`AWS_REGION`, `AWS_ENDPOINT_URL`). Connections
 * outlive an invocation.
 */

import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { TIMEOUTS } from '../../contract/limits.ts';

/** A dead connection, a silent peer and a peer that falls silent all end a try. */
const bounded = ({ tries, tryMs }: { tries: number; tryMs: number }) => ({
  maxAttempts: tries,
  requestHandler: {
    connectionTimeout: TIMEOUTS.connectMs,
    requestTimeout: tryMs,
    socketTimeout: tryMs,
    throwOnRequestTimeout: true,
  },
});

/** One try: a guess that the SDK repeats is a guess that Cognito counts twice. */
export const cognitoClient = () =>
  new CognitoIdentityProviderClient(bounded({ tries: 1, tryMs: TIMEOUTS.cognitoMs }));
export const databaseClient = () => new DynamoDBClient(bounded(TIMEOUTS.database));
export const secretsClient = () => new SecretsManagerClient(bounded(TIMEOUTS.secrets));

/** Options of one call: it ends within so many milliseconds, whatever the peer does. */
export const within = (milliseconds: number) => ({
  abortSignal: AbortSignal.timeout(milliseconds),
});
