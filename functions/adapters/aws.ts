import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { TIMEOUTS } from '../../contract/limits.ts';

/** The SDK clients, by their standard settings (`AWS_REGION`, `AWS_ENDPOINT_URL`). Connections outlive an invocation. */

const requestHandler = { connectionTimeout: TIMEOUTS.connectMs };

/** One try: a guess that the SDK repeats is a guess that Cognito counts twice. */
export const cognitoClient = () => new CognitoIdentityProviderClient({ maxAttempts: 1, requestHandler });
export const databaseClient = () => new DynamoDBClient({ requestHandler });
export const secretsClient = () => new SecretsManagerClient({ requestHandler });

/** Options of one call: it ends within so many milliseconds, retries included. */
export const within = (milliseconds: number) => ({ abortSignal: AbortSignal.timeout(milliseconds) });
