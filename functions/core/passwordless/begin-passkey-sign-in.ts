import type { Challenge } from '../challenges/challenge.ts';
import { createDeviceEntry } from '../devices/device-cookie.ts';
import { inSeconds } from '../time.ts';
import type { Input } from '../use-case.ts';
import type { PasskeyChallenges } from './passkey-challenges.ts';
import { admitPasskey, type PasskeyDoorPorts } from './passkey-door.ts';

export interface PasskeySignInPorts extends PasskeyDoorPorts {
  passkeyChallenges: PasskeyChallenges;
  /** Seconds that a sign-in may take. The upstream must allow as many. */
  challengeLifetime: number;
}

/**
 * Begins a sign-in by passkey. The options are made here, and name no passkeys: a name without an
 * account, or without passkeys, gets the same ones with a challenge that nothing answers.
 */
export async function beginPasskeySignIn(
  ports: PasskeySignInPorts,
  input: Pick<Input<'passwordless'>, 'body' | 'address' | 'deviceCookies'>,
  relyingParty: string,
): Promise<Challenge> {
  const { username } = input.body;
  const { account, device, provedSince } = await admitPasskey(ports, input);
  const now = Math.max(inSeconds(ports.clock()), provedSince);
  const { challenge, upstream } = await ports.passkeyChallenges.begin(username);
  const life = ports.challengeLifetime;
  return {
    purpose: 'passwordless',
    username,
    upstream: {
      name: 'WEB_AUTHN',
      parameters: {
        options: {
          challenge,
          timeout: life * 1_000,
          rpId: relyingParty,
          allowCredentials: [],
          userVerification: 'required',
        },
      },
      username,
      ...upstream,
    },
    amr: [],
    device: device ?? createDeviceEntry(account, now),
    startedAt: now,
    expiresAt: now + life,
    failures: 0,
  };
}
