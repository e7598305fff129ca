import type { PasskeyCreationResponse } from '../../../contract/schemas/index.ts';
import { type RecentProofPorts, requireRecentProof } from '../mfa/recent-proof.ts';
import type { Input, Reply } from '../use-case.ts';
import type { CreationOptions, OwnPasskeys } from './own-passkeys.ts';
import { explainLimit } from './passkey-limit.ts';
import { type RegistrationTokenPorts, sealRegistration } from './registration-token.ts';

export interface BeginPasskeyPorts extends RecentProofPorts, RegistrationTokenPorts {
  passkeys: Pick<OwnPasskeys, 'begin'>;
}

/** Returns the options with which a browser creates a passkey for the caller. */
export async function beginPasskey(
  ports: BeginPasskeyPorts,
  { session }: Input<'beginPasskey'>,
): Promise<Reply> {
  const { accessToken } = await requireRecentProof(ports, session);
  const options = await ports.passkeys.begin(accessToken).catch(explainLimit);
  const body: PasskeyCreationResponse = {
    options: demandDiscoverable(options),
    registration_token: await sealRegistration(ports, session, accessToken),
  };
  return { body };
}

/**
 * A sign-in names no passkeys, so that it reveals none. The authenticator must find them by itself,
 * and verify the user, because the passkey replaces both factors.
 */
const demandDiscoverable = ({ authenticatorSelection, ...options }: CreationOptions) => ({
  ...options,
  authenticatorSelection: {
    ...(authenticatorSelection as object | undefined),
    residentKey: 'required',
    requireResidentKey: true,
    userVerification: 'required',
  },
});
