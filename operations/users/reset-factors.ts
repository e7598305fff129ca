import {
  AdminDeleteSoftwareTokenCommand,
  AdminSetUserMFAPreferenceCommand,
  InvalidParameterException,
} from '@aws-sdk/client-cognito-identity-provider';
import { changeCommand } from './change-user.ts';
import { signOut } from './sessions.ts';
import { inputFor } from './user.ts';

const OFF = { Enabled: false, PreferredMfa: false };
/** In one call: a passkey cannot stay switched on without another factor. */
const ALL_OFF = {
  SoftwareTokenMfaSettings: OFF,
  SMSMfaSettings: OFF,
  EmailMfaSettings: OFF,
  WebAuthnMfaSettings: { Enabled: false },
};

export const resetFactors = changeCommand({
  name: 'reset-factors',
  summary: 'Switches off all second factors of a user, and ends all sessions.',
  async change(context, user) {
    const { cognito } = context.deployment;
    const input = inputFor(context, user);
    const switchOff = () =>
      cognito.send(new AdminSetUserMFAPreferenceCommand({ ...input, ...ALL_OFF }));
    // A user pool that requires a factor may refuse it as long as the user has one.
    const isRefused = await switchOff().then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof InvalidParameterException)) throw error;
        return true;
      },
    );
    // A factor that is switched off keeps its secret.
    await cognito.send(new AdminDeleteSoftwareTokenCommand(input));
    if (isRefused) await switchOff();
    return { factors_removed: user.factors, sessions_ended: await signOut(context, user) };
  },
});
