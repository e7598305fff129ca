/** The functions that follow what happens to users in Cognito. Queues call them. */

import { parseEnvironment } from '../../contract/environment.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import { revalidationEvent } from '../../contract/revalidation-request.ts';
import { userEvent } from '../../contract/user-events.ts';
import { cognitoClient, databaseClient, type Timeouts } from '../adapters/clients.ts';
import { cognitoUserLookup } from '../adapters/cognito/user-lookup.ts';
import { dynamoSessions } from '../adapters/dynamodb/sessions.ts';
import { dynamoValidations } from '../adapters/dynamodb/validations.ts';
import { applyUserEvent } from '../core/revocation/apply-user-event.ts';
import { revalidate } from '../core/revocation/revalidate.ts';
import { inSeconds } from '../core/time.ts';
import { audit, logFailure, report } from '../http/observe.ts';
import { createQueueHandler, type QueueHandler } from '../queue/queue-handler.ts';
import { buildEventBus } from './event-bus.ts';
import { buildRevalidationRequests } from './revalidation-requests.ts';

function buildStores({ SESSIONS_TABLE }: { SESSIONS_TABLE: string }, timeouts: Timeouts) {
  const client = databaseClient(timeouts);
  return {
    sessions: dynamoSessions(client, SESSIONS_TABLE),
    validations: dynamoValidations(client, SESSIONS_TABLE),
  };
}

/**
 * Creates the handler that asks Cognito about the user of a session.
 * @throws {TypeError} if an environment variable is missing or invalid. The message names it.
 */
export function createRevalidateHandler(timeouts: Timeouts = TIMEOUTS): QueueHandler {
  const environment = parseEnvironment('revalidate', process.env);
  const directory = { client: cognitoClient(timeouts), userPoolId: environment.USER_POOL_ID };
  const ports = {
    ...buildStores(environment, timeouts),
    users: cognitoUserLookup(directory, timeouts.cognitoMs),
    clock: Date.now,
    audit,
    report,
  };
  return createQueueHandler(revalidationEvent, {
    handle: ({ time, detail }) =>
      revalidate(ports, environment.REVALIDATE_AFTER, {
        ...detail,
        requestedAt: inSeconds(Date.parse(time)),
      }),
    logFailure,
  });
}

/**
 * Creates the handler of the events about users that CloudTrail reports.
 * @throws {TypeError} if an environment variable is missing or invalid. The message names it.
 */
export function createUserEventsHandler(timeouts: Timeouts = TIMEOUTS): QueueHandler {
  const environment = parseEnvironment('user-events', process.env);
  const ports = {
    ...buildRevalidationRequests(buildEventBus(environment, timeouts)),
    ...buildStores(environment, timeouts),
    clock: Date.now,
  };
  return createQueueHandler(userEvent, {
    handle: ({ detail }) => applyUserEvent(ports, detail),
    logFailure,
  });
}
