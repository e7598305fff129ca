import {
  AdminDeleteSoftwareTokenCommand,
  AdminSetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { signOut } from './sessions.ts';
import { changeUser, inputFor } from './user.ts';
import { requireUsername, USERNAME, userCommand } from './user-command.ts';

const OFF = { Enabled: false, PreferredMfa: false };

export const resetFactors = userCommand({
  name: 'reset-factors',
  summary: 'Switches off all second factors of a user, and ends all sessions.',
  options: USERNAME,
  examples: [
    { args: '--username jane@example.com --stack ChordianAuth-prod-Foundation', does: 'on AWS' },
  ],
  prepare(values) {
    const username = requireUsername(values.username);
    return (context) =>
      changeUser(context, username, async (user) => {
        const { cognito } = context.deployment;
        const input = inputFor(context, user);
        // First, and in one call: a passkey cannot stay switched on without another factor.
        await cognito.send(
          new AdminSetUserMFAPreferenceCommand({
            ...input,
            SoftwareTokenMfaSettings: OFF,
            SMSMfaSettings: OFF,
            EmailMfaSettings: OFF,
            WebAuthnMfaSettings: { Enabled: false },
          }),
        );
        // A factor that is switched off keeps its secret.
        await cognito.send(new AdminDeleteSoftwareTokenCommand(input));
        return { factors_removed: user.factors, sessions_ended: await signOut(context, user) };
      });
  },
});
