import type { EmailCodes, SentCode } from '../../core/passwordless/email-codes.ts';
import { type Cognito, callForOutcome, type Outcomes } from './call.ts';
import { MAIL_OUTCOMES } from './mail-outcomes.ts';
import { beginUserAuth, type FoundUser, isActive } from './user-auth.ts';

const REFUSED: SentCode = { outcome: 'refused', upstream: undefined };

/** The exceptions that mean that no code was sent, because of the user or of the mail. */
const OUTCOMES: Outcomes<SentCode> = {
  ...Object.fromEntries(
    Object.entries(MAIL_OUTCOMES).map(([name, outcome]) => [
      name,
      { outcome, upstream: undefined },
    ]),
  ),
  PasswordAttemptsExceeded: REFUSED,
  WrongPassword: REFUSED,
};

/**
 * Sends sign-in codes. Reading a user needs an IAM permission, the rest needs the secret of the app
 * client.
 * @param timeoutMs limit of both calls together
 */
export const cognitoEmailCodes = (
  cognito: Cognito,
  userPoolId: string,
  timeoutMs: number,
): EmailCodes => ({
  async send(username) {
    const call = { outcomes: OUTCOMES, timeoutMs, secrets: [username] };
    const wanted = { username, challenge: 'EMAIL_OTP', isAllowed: mayUseCode } as const;
    return callForOutcome<SentCode>(call, async (options) => {
      const begun = await beginUserAuth({ cognito, userPoolId }, wanted, options);
      if (begun === undefined) return REFUSED;
      // That may be the limit of mails to one address, which only existing users reach, so it must
      // not be a 503.
      if (begun === 'busy') return { outcome: 'failed', upstream: undefined };
      return { outcome: 'sent', upstream: { username: begun.username, handle: begun.handle } };
    });
  },
});

/** Only a user whose address is proven may sign in with what is sent to it. */
const mayUseCode = (found: FoundUser): boolean =>
  isActive(found) &&
  found.UserAttributes.some(({ Name, Value }) => Name === 'email_verified' && Value === 'true');
