import {
  AdminDeleteSoftwareTokenCommand,
  AdminSetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { changeCommand } from './change-user.ts';
import { signOut } from './sessions.ts';
import { inputFor } from './user.ts';

const OFF = { Enabled: false, PreferredMfa: false };

export const resetFactors = changeCommand({
  name: 'reset-factors',
  summary: 'Switches off all second factors of a user, and ends all sessions.',
  async change(context, user) {
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
  },
});
