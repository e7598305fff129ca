import { parseEnvironment } from '../../contract/environment.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { createMessageTrigger, type MessageTrigger } from '../adapters/cognito/message-trigger.ts';
import { withDeadline } from '../adapters/deadline.ts';
import { writeMail } from '../core/mail-door/write-mail.ts';
import { logFailure } from '../http/observe.ts';
import { buildServiceKeys } from './keys.ts';
import { buildSecrets } from './secrets.ts';

/**
 * Creates the handler that writes the mails with codes. Cognito waits for it, and gives up soon.
 * @throws {TypeError} if an environment variable is missing or invalid. The message names it.
 */
export function createCustomMessageHandler(timeouts: Timeouts = TIMEOUTS): MessageTrigger {
  const environment = parseEnvironment('custom-message', process.env);
  const keys = buildServiceKeys(environment, buildSecrets(timeouts));
  const ports = { keys, clock: Date.now, service: environment.MAIL_SERVICE_NAME };
  return createMessageTrigger({
    write: (request) => withDeadline(timeouts.messageTriggerMs, () => writeMail(ports, request)),
    logFailure,
  });
}
