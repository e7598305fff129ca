/**
 * The AWS SDK clients. Region and endpoint come from the SDK's own variables (`AWS_REGION`,
 * `AWS_ENDPOINT_URL`). Connections are reused by later invocations.
 */

import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, type ServiceOutputTypes } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { checkAnswers } from './database-answer.ts';
import { withDeadline } from './deadline.ts';
import { addSecondTry, createAgents } from './second-try.ts';

/** Limits of the calls to AWS, in milliseconds. */
export interface Timeouts {
  connectMs: number;
  /** The Lambda authorizer as a whole. */
  authorizerMs: number;
  /** One sign-in or revalidation at Cognito. */
  cognitoMs: number;
  /** One call of an account route to Cognito. */
  cognitoAccountMs: number;
  /** One call of a passkey route to Cognito. */
  cognitoPasskeyMs: number;
  /** One revocation at Cognito. */
  cognitoRevokeMs: number;
  /** One call to EventBridge. */
  eventsMs: number;
  /** The trigger that writes the mails of Cognito. */
  messageTriggerMs: number;
  /** One mail. */
  mailMs: number;
  database: Tries;
  secrets: Tries;
}

interface Tries {
  tries: number;
  tryMs: number;
  /** One operation as a whole: all tries, the waits between them, and the body. */
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

/**
 * The SDK never retries: Cognito would count a repeated guess twice. A dead connection gets a second
 * try.
 */
export function cognitoClient({ connectMs, cognitoMs }: Timeouts): CognitoIdentityProviderClient {
  const { agents, isOnDeadConnection } = createAgents();
  const { requestHandler, ...limits } = limitEachTry(connectMs, { tries: 1, tryMs: cognitoMs });
  const client = new CognitoIdentityProviderClient({
    ...limits,
    requestHandler: { ...requestHandler, ...agents },
  });
  addSecondTry(client, isOnDeadConnection);
  return client;
}

/** Every operation of this client has a deadline, and its answer is checked. */
export function databaseClient({ connectMs, database }: Timeouts): DynamoDBClient {
  const client = new DynamoDBClient(limitEachTry(connectMs, database));
  const send = client.send.bind(client) as Send;
  const sendInTime: Send = (command, options) =>
    withDeadline(database.deadlineMs, (abortSignal) => send(command, { ...options, abortSignal }));
  client.send = sendInTime as DynamoDBClient['send'];
  checkAnswers(client);
  return client;
}

/** The form of `send` without a callback. */
type Send = (
  command: Parameters<DynamoDBClient['send']>[0],
  options?: { abortSignal?: AbortSignal },
) => Promise<ServiceOutputTypes>;

export const secretsClient = ({ connectMs, secrets }: Timeouts) =>
  new SecretsManagerClient(limitEachTry(connectMs, secrets));

/** Tries twice, because AWS may have closed the connection while the function was frozen. */
export const eventsClient = ({ connectMs, eventsMs }: Timeouts) =>
  new EventBridgeClient(limitEachTry(connectMs, { tries: 2, tryMs: eventsMs }));

export const mailClient = ({ connectMs, mailMs }: Timeouts) =>
  new SESv2Client(limitEachTry(connectMs, { tries: 2, tryMs: mailMs }));
