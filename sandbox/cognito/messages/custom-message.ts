/** The `CustomMessage` trigger. Source: AWS, "Custom message Lambda trigger". */

import type { Call } from '../call.ts';
import { CognitoException } from '../exception.ts';
import type { TriggerSource } from './mail.ts';

export interface CustomMessageEvent {
  version: '1';
  triggerSource: TriggerSource;
  region: string;
  userPoolId: string;
  userName: string;
  callerContext: { awsSdkVersion: string; clientId: string };
  request: {
    userAttributes: Record<string, string>;
    codeParameter: '{####}';
    usernameParameter: '{username}' | null;
    clientMetadata?: Record<string, string>;
  };
  response: {
    smsMessage: string | null;
    emailMessage: string | null;
    emailSubject: string | null;
  };
}

/** Returns the event with its response filled in. */
export type CustomMessage = (event: CustomMessageEvent) => unknown;

/** AWS: "Customizing user pool workflows with Lambda triggers". */
const PATIENCE_MS = 5_000;
/** AWS: "Customizing email verification messages". */
const LONGEST = { emailMessage: 20_000, emailSubject: 140 };

/**
 * @throws {CognitoException} UserLambdaValidationException if the trigger fails,
 * UnexpectedLambdaException if it takes longer than 5 s, InvalidLambdaResponseException if its
 * answer has not the form of the event.
 */
export async function customise(
  { settings, outside }: Call,
  trigger: CustomMessage,
  event: CustomMessageEvent,
): Promise<CustomMessageEvent['response']> {
  const answer = await outside(() =>
    Promise.race([attempt(trigger, event), timeout(settings.schedule)]),
  );
  const response = (answer as Partial<CustomMessageEvent> | undefined)?.response;
  if (typeof response !== 'object' || response === null || !isValid(response, event)) {
    throw new CognitoException('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  }
  return response;
}

async function attempt(trigger: CustomMessage, event: CustomMessageEvent): Promise<unknown> {
  try {
    return await trigger(structuredClone(event));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CognitoException(
      'UserLambdaValidationException',
      `CustomMessage failed with error ${reason}.`,
    );
  }
}

const timeout = (schedule: (work: () => void, delayMs: number) => void): Promise<never> =>
  new Promise((_resolve, reject) => {
    schedule(
      () =>
        reject(
          new CognitoException(
            'UnexpectedLambdaException',
            'CustomMessage invocation failed due to error ' +
              'Socket timeout while invoking Lambda function.',
          ),
        ),
      PATIENCE_MS,
    );
  });

/** A message of one's own must hold the code, and an invitation the name, too. */
function isValid(
  { emailMessage, emailSubject }: CustomMessageEvent['response'],
  { request }: CustomMessageEvent,
): boolean {
  if (typeof emailMessage === 'string') {
    const parts = [request.codeParameter, request.usernameParameter].filter((part) => part);
    if (!parts.every((part) => emailMessage.includes(String(part)))) return false;
    if (emailMessage.length > LONGEST.emailMessage) return false;
  }
  return typeof emailSubject !== 'string' || emailSubject.length <= LONGEST.emailSubject;
}
