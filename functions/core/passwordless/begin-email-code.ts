/**
 * Begins a sign-in with a mailed code. The answer and the steps are the same for every name: a name
 * without an account, or one that may not sign in like this, gets a challenge that no code answers.
 */

import type { Challenge } from '../challenges/challenge.ts';
import type { ChallengeStore } from '../challenges/challenge-store.ts';
import { limitsIdOf } from '../challenges/challenge-token.ts';
import { putChallenge } from '../challenges/issue-challenge.ts';
import { openChallenge } from '../challenges/sealed-challenge.ts';
import { createDeviceEntry } from '../devices/device-cookie.ts';
import { undefinedIfRefused } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { fingerprinter, identifyAccount } from '../login/guess.ts';
import type { Admission } from '../mail-door/mail-door.ts';
import { mask, type OrderMailPorts, sendAdmitted } from '../mail-door/order-mail.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Input } from '../use-case.ts';
import type { EmailCodes, SentCode } from './email-codes.ts';

export interface EmailCodePorts extends OrderMailPorts {
  emailCodes: EmailCodes;
  challengeStore: ChallengeStore;
  keys: ServiceKeys;
  /** Seconds that a code is valid. The upstream must allow as many. */
  challengeLifetime: number;
  clock: Clock;
}

/** Sends a code to sign in with, and returns the challenge that it answers. */
export async function beginEmailCode(
  ports: EmailCodePorts,
  { body: { username, captcha }, address, deviceCookies }: EmailCodeInput,
): Promise<Challenge> {
  const order = { username, captcha, purpose: 'sign_in', address, deviceCookies } as const;
  return beginOrContinue(ports, username, await ports.mailDoor.admit(order));
}

type EmailCodeInput = Pick<Input<'passwordless'>, 'body' | 'address' | 'deviceCookies'>;

/**
 * Sends a code, or returns the challenge of the code that was sent last, if none may be sent now.
 * The last challenge of each account is stored for that.
 */
async function beginOrContinue(
  ports: EmailCodePorts,
  username: string,
  admission: Admission,
): Promise<Challenge> {
  const key = await ports.keys.permanent('counters');
  const { account, nameId } = identifyAccount(key, username);
  // A reset in this second voids what began before its end.
  const now = Math.max(inSeconds(ports.clock()), admission.provedSince);
  const device = admission.device ?? createDeviceEntry(account, now);
  const unanswerable = createChallenge(username, device, { now, life: ports.challengeLifetime });
  const lastId = `challenge.${fingerprinter(key)('last sign-in code', account)}`;

  const sent = await sendCode(ports, username, admission);
  if (sent) {
    const begun = { ...unanswerable, upstream: { ...unanswerable.upstream, ...sent.upstream } };
    await putChallenge(ports, lastId, begun);
    return begun;
  }
  const last = await readChallenge(ports, lastId, { nameId, account });
  if (last === undefined || last.expiresAt <= now) return unanswerable;
  // The times stay: they are those of the code.
  const { upstream, startedAt, expiresAt } = last;
  return { ...unanswerable, upstream, startedAt, expiresAt };
}

/** Returns a challenge that no code answers, because the upstream has no handle for it. */
const createChallenge = (
  username: string,
  device: Challenge['device'],
  { now, life }: { now: number; life: number },
): Challenge => ({
  purpose: 'passwordless',
  username,
  upstream: {
    name: 'EMAIL_OTP',
    parameters: { delivery: { medium: 'EMAIL', destination: mask(username) } },
    username,
  },
  amr: [],
  device,
  startedAt: now,
  expiresAt: now + life,
  failures: 0,
});

/** Returns undefined if no code may be sent now, or if the upstream failed. */
async function sendCode(
  ports: EmailCodePorts,
  username: string,
  admission: Admission,
): Promise<Pick<SentCode, 'upstream'> | undefined> {
  let sent: Pick<SentCode, 'upstream'> | undefined;
  await sendAdmitted(ports, { purpose: 'sign_in' }, admission, async () => {
    const { outcome, upstream } = await ports.emailCodes.send(username);
    if (outcome !== 'failed') sent = { upstream };
    return outcome;
  });
  return sent;
}

/** Returns undefined also if the challenge cannot be opened any more: its key was retired. */
async function readChallenge(
  { challengeStore, keys }: EmailCodePorts,
  id: string,
  { nameId, account }: { nameId: string; account: string },
): Promise<Challenge | undefined> {
  const limits = limitsIdOf(account);
  const { sealed } = await challengeStore.read({ challenge: id, name: nameId, limits });
  if (sealed === undefined) return undefined;
  return undefinedIfRefused(openChallenge(keys, id, sealed), ['INVALID_CHALLENGE']);
}
