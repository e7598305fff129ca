import {
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { RecoveryIdentity } from '../../core/recovery/recovery-identity.ts';
import { type Cognito, callForOutcome, nameUser } from './call.ts';
import { CODE_OUTCOMES } from './code-outcomes.ts';
import { subFinder } from './find-sub.ts';
import { MAIL_OUTCOMES } from './mail-outcomes.ts';

/**
 * Resets passwords in Cognito. Finding a user needs an IAM permission, the rest needs the secret of
 * the app client.
 * @param mailMs limit in milliseconds of the call that also sends a mail
 * @param callMs limit in milliseconds of every other call
 */
export function cognitoRecovery(
  cognito: Cognito,
  userPoolId: string,
  { mailMs, callMs }: { mailMs: number; callMs: number },
): RecoveryIdentity {
  const { client } = cognito;
  return {
    async sendResetCode(username) {
      const command = new ForgotPasswordCommand(await nameUser(cognito, username));
      return callForOutcome(
        { outcomes: MAIL_OUTCOMES, timeoutMs: mailMs, secrets: [username] },
        (options) => client.send(command, options).then(() => 'sent'),
      );
    },

    findSub: subFinder(cognito, userPoolId, callMs),

    async reset(username, code, password) {
      const command = new ConfirmForgotPasswordCommand({
        ...(await nameUser(cognito, username)),
        ConfirmationCode: code,
        Password: password,
      });
      const secrets = [username, code, password];
      return callForOutcome({ outcomes: CODE_OUTCOMES, timeoutMs: callMs, secrets }, (options) =>
        client.send(command, options).then(() => 'accepted'),
      );
    },
  };
}
