/**
 * Begins a sign-in with a mailed code. The answer and the steps are the same for every name: a name
 * without an account, or one that may not sign in like this, gets a challenge that no code answers.
 */

import type { PasswordlessResponse } from '../../../contract/schemas/index.ts';
import type { Challenge } from '../challenges/challenge.ts';
import type { ChallengeStore } from '../challenges/challenge-store.ts';
import {
  challengeIdOf,
  createNonce,
  createToken,
  limitsIdOf,
} from '../challenges/challenge-token.ts';
import { putChallenge } from '../challenges/issue-challenge.ts';
import { openChallenge } from '../challenges/sealed-challenge.ts';
import { createDeviceEntry } from '../devices/device-cookie.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { fingerprinter, identifyAccount } from '../login/guess.ts';
import type { NameSetting } from '../login/name.ts';
import type { Admission } from '../mail-door/mail-door.ts';
import { mask, type OrderMailPorts, requireName, sendAdmitted } from '../mail-door/order-mail.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import type { EmailCodes } from './email-codes.ts';

export interface PasswordlessPorts extends OrderMailPorts {
  emailCodes: EmailCodes;
  challengeStore: ChallengeStore;
  keys: ServiceKeys;
  /** Seconds that a code is valid. The upstream must allow as many. */
  challengeLifetime: number;
  /** Which names may sign in. */
  names: NameSetting;
  clock: Clock;
}

/** Sends a code to sign in with, and returns the challenge that it answers. */
export async function passwordless(
  ports: PasswordlessPorts,
  { body: { username, captcha }, address, deviceCookies }: Input<'passwordless'>,
): Promise<Reply> {
  requireName(username, ports.names);
  const order = { username, captcha, purpose: 'sign_in', address, deviceCookies } as const;
  const admission = await ports.mailDoor.admit(order);
  const challenge = await beginOrContinue(ports, username, admission);
  const { name } = challenge.upstream;
  ports.audit('challenge_demanded', { account: challenge.device.account, name });

  const nonce = createNonce();
  const token = createToken(challenge.device.account);
  await putChallenge(ports, challengeIdOf(token, nonce), challenge);
  const delivery = { medium: 'EMAIL', destination: mask(username) } as const;
  const body: PasswordlessResponse = {
    challenge: { name: 'EMAIL_OTP', token, parameters: { delivery } },
  };
  return {
    body,
    cookies: [{ kind: 'challenge', value: nonce, maxAge: ports.challengeLifetime }],
  };
}

/**
 * Sends a code, or returns the challenge of the code that was sent last, if none may be sent now.
 * The last challenge of each account is stored for that.
 */
async function beginOrContinue(
  ports: PasswordlessPorts,
  username: string,
  admission: Admission,
): Promise<Challenge> {
  const { challengeStore, keys, challengeLifetime, clock } = ports;
  const key = await keys.permanent('counters');
  const { account, nameId } = identifyAccount(key, username);
  const now = inSeconds(clock());
  const begin = (upstream: { username: string; handle?: string }): Challenge => ({
    purpose: 'passwordless',
    username,
    upstream: {
      name: 'EMAIL_OTP',
      parameters: { delivery: { medium: 'EMAIL', destination: mask(username) } },
      ...upstream,
    },
    amr: [],
    device: admission.device ?? createDeviceEntry(account, now),
    startedAt: now,
    expiresAt: now + challengeLifetime,
    failures: 0,
  });
  const lastId = `challenge.${fingerprinter(key)('last sign-in code', account)}`;

  let begun: Challenge | undefined;
  await sendAdmitted(ports, { purpose: 'sign_in' }, admission, async () => {
    const { outcome, upstream } = await ports.emailCodes.send(username);
    if (outcome !== 'failed') begun = begin(upstream ?? { username });
    return outcome;
  });
  if (begun) {
    await putChallenge(ports, lastId, begun);
    return begun;
  }
  const { sealed } = await challengeStore.read({
    challenge: lastId,
    name: nameId,
    limits: limitsIdOf(account),
  });
  const last = sealed === undefined ? undefined : await openChallenge(keys, lastId, sealed);
  if (last === undefined || last.expiresAt <= now) return begin({ username });
  // The times stay: they are those of the code.
  const { upstream, startedAt, expiresAt } = last;
  return { ...begin({ username }), upstream, startedAt, expiresAt };
}
