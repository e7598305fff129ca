/** Replaces `@aws-sdk/client-sesv2` in every bundle. See `json-client.ts`. */

import { command } from './command.ts';
import { type ClientSettings, JsonClient, restJson } from './json-client.ts';

export class SESv2Client extends JsonClient {
  constructor(settings: ClientSettings) {
    super(
      {
        id: 'SESV2',
        host: 'email',
        signingName: 'ses',
        protocol: restJson({ SendEmail: '/v2/email/outbound-emails' }),
        errors: {},
      },
      settings,
    );
  }
}

export const SendEmailCommand = /* @__PURE__ */ command('SendEmail');
