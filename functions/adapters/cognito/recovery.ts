import {
  AdminGetUserCommand,
  type AdminGetUserCommandOutput,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod/mini';
import type { RecoveryIdentity } from '../../core/recovery/recovery-identity.ts';
import { type Cognito, callForOutcome, computeSecretHash, invalidResponse } from './call.ts';
import { CODE_OUTCOMES } from './code-outcomes.ts';
import { MAIL_OUTCOMES } from './mail-outcomes.ts';

const output = z.object({
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.optional(z.string()) })),
});

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
  const { client, clientId } = cognito;
  const of = async (username: string) => ({
    ClientId: clientId,
    Username: username,
    SecretHash: await computeSecretHash(cognito, username),
  });
  return {
    async sendResetCode(username) {
      const command = new ForgotPasswordCommand(await of(username));
      return callForOutcome(
        { outcomes: MAIL_OUTCOMES, timeoutMs: mailMs, secrets: [username] },
        (options) => client.send(command, options).then(() => 'sent'),
      );
    },

    async findSub(username) {
      const command = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: username });
      const user = await callForOutcome<AdminGetUserCommandOutput | undefined>(
        {
          outcomes: { UserNotFoundException: undefined },
          timeoutMs: callMs,
          secrets: [username],
        },
        (options) => client.send(command, options),
      );
      return user && readSub(user);
    },

    async reset(username, code, password) {
      const command = new ConfirmForgotPasswordCommand({
        ...(await of(username)),
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

/** @throws {BAD_GATEWAY} if the response is not that of a user. */
function readSub(response: AdminGetUserCommandOutput): string {
  const { UserAttributes = [] } = z.safeParse(output, response).data ?? {};
  const sub = UserAttributes.find(({ Name }) => Name === 'sub')?.Value;
  if (!sub) throw invalidResponse('a user without a sub');
  return sub;
}
