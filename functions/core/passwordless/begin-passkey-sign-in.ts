import type { Input } from '../use-case.ts';
import { type BeginChallengePorts, type BegunSignIn, beginChallenge } from './begin-challenge.ts';
import type { PasskeyChallenges } from './passkey-challenges.ts';
import { admitPasskey, type PasskeyDoorPorts } from './passkey-door.ts';

export interface PasskeySignInPorts extends PasskeyDoorPorts, BeginChallengePorts {
  passkeyChallenges: PasskeyChallenges;
}

/**
 * Begins a sign-in by passkey. The options are made here, and name no passkeys: a name without an
 * account, or without passkeys, gets the same ones with a challenge that nothing answers.
 */
export async function beginPasskeySignIn(
  ports: PasskeySignInPorts,
  input: Pick<Input<'passwordless'>, 'body' | 'address' | 'deviceCookies'>,
  relyingParty: string,
): Promise<BegunSignIn> {
  const { username } = input.body;
  const begun = beginChallenge(ports, username, await admitPasskey(ports, input));
  const { challenge, upstream } = await ports.passkeyChallenges.begin(username);
  const options = {
    challenge,
    timeout: ports.challengeLifetime * 1_000,
    rpId: relyingParty,
    allowCredentials: [],
    userVerification: 'required',
  };
  const step = { name: 'WEB_AUTHN', parameters: { options }, username, ...upstream } as const;
  return { challenge: { ...begun, upstream: step } };
}
