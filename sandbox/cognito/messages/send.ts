/** Writes a mail from the pool's templates or the trigger's, and hands it over. */

import { randomUUID } from 'node:crypto';
import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { CognitoException } from '../exception.ts';
import { useDailyMail } from '../limits.ts';
import { requirePool } from '../pools/pools.ts';
import type { PoolRecord, UserRecord } from '../state/records.ts';
import { customise } from './custom-message.ts';
import type { Mail, TriggerSource } from './mail.ts';

export interface Message {
  triggerSource: TriggerSource;
  code: string;
  clientId: string;
  /** Defaults to the user's own value of the attribute. */
  to?: string | undefined;
  attribute?: 'email' | 'phone_number';
  clientMetadata?: Record<string, string> | undefined;
}

/**
 * Sends a code. What the caller wrote before stays, even if the mail fails: AWS documents that of
 * SignUp.
 * @throws {CognitoException} LimitExceededException | CodeDeliveryFailureException, or one of the
 * trigger's.
 */
export async function send(call: Call, user: UserRecord, message: Message): Promise<void> {
  const pool = requirePool(call, user.poolId);
  const attribute = message.attribute ?? 'email';
  const to = message.to ?? user.attributes[attribute] ?? '';
  if (attribute === 'email') useDailyMail(call);
  const text = await textOf(call, pool, user, message);
  const fill = (template: string) =>
    template.replaceAll('{####}', message.code).replaceAll('{username}', to);
  const mail: Mail = {
    id: randomUUID(),
    medium: attribute === 'email' ? 'EMAIL' : 'SMS',
    to,
    subject: text.subject,
    body: fill(text.body),
    code: message.code,
    triggerSource: message.triggerSource,
    userPoolId: pool.id,
    username: user.username,
    sub: user.sub,
    sentAt: call.now,
  };
  call.store.put('mails', mail.id, mail);
  try {
    await call.outside(async () => call.settings.onMail(mail));
  } catch {
    call.store.delete('mails', mail.id);
    throw new CognitoException(
      'CodeDeliveryFailureException',
      'Verification code fails to deliver successfully.',
    );
  }
}

async function textOf(
  call: Call,
  pool: PoolRecord,
  user: UserRecord,
  message: Message,
): Promise<{ subject: string; body: string }> {
  const own = template(pool, message.triggerSource);
  if (call.settings.customMessage === undefined) return own;
  const invited = message.triggerSource === 'CustomMessage_AdminCreateUser';
  const response = await customise(call, call.settings.customMessage, {
    version: '1',
    triggerSource: message.triggerSource,
    region: call.settings.region,
    userPoolId: pool.id,
    userName: user.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: message.clientId },
    request: {
      userAttributes: {
        sub: user.sub,
        ...user.attributes,
        // [unproven] The address that is being verified, not the one that stays until then.
        [message.attribute ?? 'email']:
          message.to ?? user.attributes[message.attribute ?? 'email'] ?? '',
        'cognito:user_status': user.status,
      },
      codeParameter: '{####}',
      usernameParameter: invited ? '{username}' : null,
      ...(message.clientMetadata === undefined ? {} : { clientMetadata: message.clientMetadata }),
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
  const isSms = message.attribute === 'phone_number';
  return {
    subject: response.emailSubject ?? own.subject,
    body: (isSms ? response.smsMessage : response.emailMessage) ?? own.body,
  };
}

/** AWS: "Message templates"; the defaults are those of a pool without any. */
function template({ pool, mfa }: PoolRecord, source: TriggerSource) {
  if (source === 'CustomMessage_AdminCreateUser') {
    const invite = pool.AdminCreateUserConfig?.InviteMessageTemplate;
    return {
      subject: invite?.EmailSubject ?? 'Your temporary password',
      body: invite?.EmailMessage ?? 'Your username is {username} and temporary password is {####}.',
    };
  }
  if (source === 'CustomMessage_Authentication') {
    return {
      subject: mfa.EmailMfaConfiguration?.Subject ?? 'Your authentication code',
      body: mfa.EmailMfaConfiguration?.Message ?? 'Your authentication code is {####}.',
    };
  }
  const verification = pool.VerificationMessageTemplate;
  return {
    subject:
      verification?.EmailSubject ?? pool.EmailVerificationSubject ?? 'Your verification code',
    body:
      verification?.EmailMessage ??
      pool.EmailVerificationMessage ??
      'Your confirmation code is {####}',
  };
}

/** A masked address, as seen from a real pool: `j***@g***`. */
export const masked = (address: string): string =>
  address
    .split('@')
    .map((part) => `${part.slice(0, 1)}***`)
    .join('@');

export const delivery = (
  address: string,
  attribute: 'email' | 'phone_number' = 'email',
): CodeDeliveryDetailsType => ({
  AttributeName: attribute,
  DeliveryMedium: attribute === 'email' ? 'EMAIL' : 'SMS',
  Destination: attribute === 'email' ? masked(address) : `+${'*'.repeat(7)}${address.slice(-4)}`,
});
