/**
 * Cognito's limits per user and hour. Source: AWS, "Quotas in Amazon Cognito". Where AWS gives a
 * range by risk, the lower end is the default. An hour is taken as the last 60 minutes.
 */

import type { Call } from './call.ts';
import { CognitoException } from './exception.ts';
import { limitExceeded } from './refusals.ts';
import { keyOf, type UserRecord } from './state/records.ts';

export interface Limits {
  /** ForgotPassword and ConfirmForgotPassword together; AWS: 5 to 20. */
  forgotPassword: number;
  resendConfirmationCode: number;
  confirmSignUp: number;
  changePassword: number;
  getUserAttributeVerificationCode: number;
  verifyUserAttribute: number;
  /** Mails with a sign-in code per address; AWS: 5 to 20. */
  signInMails: number;
  /** Mails of a whole account in a day; AWS: 50 with `COGNITO_DEFAULT`. Defaults to no limit. */
  mailsPerDay: number;
}

export const LIMITS: Limits = {
  forgotPassword: 5,
  resendConfirmationCode: 5,
  confirmSignUp: 15,
  changePassword: 5,
  getUserAttributeVerificationCode: 5,
  verifyUserAttribute: 15,
  signInMails: 5,
  mailsPerDay: Number.POSITIVE_INFINITY,
};

type HourlyLimit = Exclude<keyof Limits, 'mailsPerDay'>;

const HOUR_MS = 3_600_000;

/**
 * Counts one use of a limit.
 * @throws {CognitoException} LimitExceededException if the last 60 minutes are full; such a request
 * does not count.
 */
export function useLimit(call: Call, user: UserRecord, name: HourlyLimit): void {
  if (!withinLimit(call, user, name)) throw limitExceeded();
}

/** Counts one use of a limit and returns whether it was within the limit. */
export function withinLimit(call: Call, user: UserRecord, name: HourlyLimit): boolean {
  const key = `${keyOf(user)}/${name}`;
  return withinWindow(call, key, HOUR_MS, call.settings.limits[name]);
}

/** @throws {CognitoException} LimitExceededException with AWS's sentence for the default sender. */
export function useDailyMail(call: Call): void {
  if (!withinWindow(call, 'mails', 24 * HOUR_MS, call.settings.limits.mailsPerDay)) {
    throw new CognitoException(
      'LimitExceededException',
      'Exceeded daily email limit for the operation or the account. If a higher limit is ' +
        'required, please configure your user pool to use your own Amazon SES configuration ' +
        'for sending email.',
    );
  }
}

function withinWindow({ store, now }: Call, key: string, windowMs: number, most: number): boolean {
  if (!Number.isFinite(most)) return true;
  const recent = (store.get('usage', key)?.times ?? []).filter((time) => now - time < windowMs);
  if (recent.length >= most) return false;
  store.put('usage', key, { times: [...recent, now] });
  return true;
}
