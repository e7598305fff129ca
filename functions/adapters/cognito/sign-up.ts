import {
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type AttributeType,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { MailOutcome } from '../../core/mail-door/mail-outcome.ts';
import type { Attributes, SignUpIdentity } from '../../core/registration/sign-up-identity.ts';
import { type Cognito, callForOutcome, nameUser } from './call.ts';
import { CODE_OUTCOMES } from './code-outcomes.ts';
import { subFinder } from './find-sub.ts';
import { MAIL_OUTCOMES } from './mail-outcomes.ts';

/**
 * Creates accounts in Cognito. Finding a user and setting attributes and passwords need IAM
 * permissions, the rest needs the secret of the app client.
 * @param mailMs limit in milliseconds of the call that also sends a mail to a new user
 * @param callMs limit in milliseconds of every other call
 */
export function cognitoSignUp(
  cognito: Cognito,
  userPoolId: string,
  { mailMs, callMs }: { mailMs: number; callMs: number },
): SignUpIdentity {
  const { client } = cognito;
  return {
    async resendCode(username) {
      const command = new ResendConfirmationCodeCommand(await nameUser(cognito, username));
      return callForOutcome(
        { outcomes: MAIL_OUTCOMES, timeoutMs: callMs, secrets: [username] },
        (options) => client.send(command, options).then(() => 'sent'),
      );
    },

    async signUp(username, password, attributes) {
      const command = new SignUpCommand({
        ...(await nameUser(cognito, username)),
        Password: password,
        UserAttributes: [{ Name: 'email', Value: username }, ...toList(attributes)],
      });
      const secrets = [username, password, ...Object.values(attributes)];
      let sub: string | undefined;
      const outcome = await callForOutcome<MailOutcome>(
        { outcomes: MAIL_OUTCOMES, timeoutMs: mailMs, secrets },
        async (options) => {
          sub = (await client.send(command, options)).UserSub;
          return 'sent';
        },
      );
      return { outcome, sub };
    },

    findSub: subFinder(cognito, userPoolId, callMs),

    async confirm(username, code) {
      const command = new ConfirmSignUpCommand({
        ...(await nameUser(cognito, username)),
        ConfirmationCode: code,
      });
      return callForOutcome(
        { outcomes: CODE_OUTCOMES, timeoutMs: callMs, secrets: [username, code] },
        (options) => client.send(command, options).then(() => 'accepted'),
      );
    },

    async setAttributes(username, attributes) {
      const command = new AdminUpdateUserAttributesCommand({
        UserPoolId: userPoolId,
        Username: username,
        UserAttributes: toList(attributes),
      });
      return callForOutcome(
        {
          outcomes: { InvalidParameterException: 'refused' },
          timeoutMs: callMs,
          secrets: [username, ...Object.values(attributes)],
        },
        (options) => client.send(command, options).then(() => 'accepted'),
      );
    },

    async setPassword(username, password) {
      const command = new AdminSetUserPasswordCommand({
        UserPoolId: userPoolId,
        Username: username,
        Password: password,
        Permanent: true,
      });
      return callForOutcome(
        { outcomes: CODE_OUTCOMES, timeoutMs: callMs, secrets: [username, password] },
        (options) => client.send(command, options).then(() => 'accepted'),
      );
    },
  };
}

const toList = (attributes: Attributes): AttributeType[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
