/** Replaces `@aws-sdk/client-eventbridge` in every bundle. See `json-client.ts`. */

import { command } from './command.ts';
import { awsJson, type ClientSettings, JsonClient } from './json-client.ts';

export class EventBridgeClient extends JsonClient {
  constructor(settings: ClientSettings) {
    super(
      {
        id: 'EVENTBRIDGE',
        host: 'events',
        signingName: 'events',
        protocol: awsJson('1.1', 'AWSEvents'),
        errors: {},
      },
      settings,
    );
  }
}

export const PutEventsCommand = /* @__PURE__ */ command('PutEvents');
