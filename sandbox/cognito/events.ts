/**
 * Management events as EventBridge gets them from CloudTrail. Sources: AWS, "Amazon Cognito logging
 * in AWS CloudTrail" (the username is hidden; `additionalEventData.sub` names the user) and
 * "AWS service events delivered via AWS CloudTrail".
 */

import { randomUUID } from 'node:crypto';
import type { Call } from './call.ts';
import type { CognitoException } from './exception.ts';
import type { Settings } from './options.ts';
import type { Store } from './state/store.ts';

export interface ManagementEvent {
  version: '0';
  id: string;
  'detail-type': 'AWS API Call via CloudTrail';
  source: 'aws.cognito-idp';
  account: string;
  time: string;
  region: string;
  resources: [];
  detail: {
    eventVersion: string;
    userIdentity: { type: string; accountId: string };
    eventTime: string;
    eventSource: 'cognito-idp.amazonaws.com';
    eventName: string;
    awsRegion: string;
    sourceIPAddress: string;
    userAgent: string;
    requestParameters: Record<string, unknown>;
    responseElements: null;
    additionalEventData?: { sub: string };
    requestID: string;
    eventID: string;
    readOnly: false;
    eventType: 'AwsApiCall';
    managementEvent: true;
    recipientAccountId: string;
    eventCategory: 'Management';
    errorCode?: string;
    errorMessage?: string;
  };
}

/** What CloudTrail may show of a request; all else is hidden. */
const SHOWN = new Set(['UserPoolId', 'ClientId', 'GroupName', 'AuthFlow', 'ChallengeName']);
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const GROUP_EVENTS = new Set(['AdminAddUserToGroup', 'AdminRemoveUserFromGroup']);

/** Stores the event and schedules its delivery. */
export function record(call: Call, input: object, error: CognitoException | undefined): void {
  const event = eventOf(call, input, error);
  const due = call.now + call.settings.eventDelayMs;
  call.store.put('events', event.id, { due, event });
  deliverLater(call.store, call.settings, event.id, due);
}

/** Schedules what an earlier process did not deliver. */
export function resume(store: Store, settings: Settings): void {
  for (const id of store.keys('events')) {
    deliverLater(store, settings, id, store.get('events', id)?.due ?? 0);
  }
}

function deliverLater(store: Store, settings: Settings, id: string, due: number): void {
  settings.schedule(
    () => {
      const pending = store.get('events', id);
      if (pending === undefined || store.isClosed) return;
      store.delete('events', id);
      store.commit();
      settings.onEvent(pending.event);
    },
    Math.max(0, due - settings.clock()),
  );
}

function eventOf(call: Call, input: object, error: CognitoException | undefined): ManagementEvent {
  const { accountId, region } = call.settings;
  const time = new Date(call.now).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cognito-idp',
    account: accountId,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.08',
      userIdentity: { type: 'Unknown', accountId },
      eventTime: time,
      eventSource: 'cognito-idp.amazonaws.com',
      eventName: call.operation,
      awsRegion: region,
      sourceIPAddress: '127.0.0.1',
      userAgent: 'aws-sdk',
      requestParameters: parametersOf(call, input),
      responseElements: null,
      ...(hasSub(call) && call.subject ? { additionalEventData: { sub: call.subject.sub } } : {}),
      requestID: randomUUID(),
      eventID: randomUUID(),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: accountId,
      eventCategory: 'Management',
      ...(error === undefined ? {} : { errorCode: error.name, errorMessage: error.message }),
    },
  };
}

/** Names begin with a small letter, and the pool is named even where the caller did not. */
function parametersOf({ subject }: Call, input: object): Record<string, unknown> {
  const parameters = Object.entries(input).map(([name, value]): [string, unknown] => [
    `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`,
    SHOWN.has(name) ? value : HIDDEN,
  ]);
  return { ...(subject ? { userPoolId: subject.poolId } : {}), ...Object.fromEntries(parameters) };
}

function hasSub({ operation, settings: { switches } }: Call): boolean {
  if (operation === 'AdminDeleteUser') return switches.eventOfDeletion === 'with sub';
  if (GROUP_EVENTS.has(operation)) return switches.eventOfGroup === 'with sub';
  return true;
}
