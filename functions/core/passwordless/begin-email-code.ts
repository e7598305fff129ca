/**
 * Begins a sign-in with a mailed code. The answer and the steps are the same for every name: a name
 * without an account, or one that may not sign in like this, gets a challenge that no code answers.
 */

import type { Challenge } from '../challenges/challenge.ts';
import type { ChallengeStore } from '../challenges/challenge-store.ts';
import { limitsIdOf } from '../challenges/challenge-token.ts';
import { openChallenge } from '../challenges/sealed-challenge.ts';
import { undefinedIfRefused } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { fingerprinter, identifyAccount } from '../login/guess.ts';
import type { Admission } from '../mail-door/mail-door.ts';
import { mask, type OrderMailPorts, sendAdmitted } from '../mail-door/order-mail.ts';
import type { Input } from '../use-case.ts';
import { type BeginChallengePorts, type BegunSignIn, beginChallenge } from './begin-challenge.ts';
import type { EmailCodes, SentCode } from './email-codes.ts';

export interface EmailCodePorts extends OrderMailPorts, BeginChallengePorts {
  emailCodes: EmailCodes;
  challengeStore: Pick<ChallengeStore, 'read'>;
  keys: ServiceKeys;
}

/** Sends a code to sign in with, and returns the challenge that it answers. */
export async function beginEmailCode(
  ports: EmailCodePorts,
  { body: { username, captcha }, address, deviceCookies }: EmailCodeInput,
): Promise<BegunSignIn> {
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
): Promise<BegunSignIn> {
  const key = await ports.keys.permanent('counters');
  const { account, nameId } = identifyAccount(key, username);
  const begun = beginChallenge(ports, username, { ...admission, account });
  const unanswerable = createUnanswerable(username);
  const lastId = `challenge.${fingerprinter(key)('last sign-in code', account)}`;

  const sent = await sendCode(ports, username, admission);
  if (sent) {
    return { challenge: { ...begun, upstream: { ...unanswerable, ...sent.upstream } }, lastId };
  }
  const last = await readChallenge(ports, lastId, { nameId, account });
  if (last === undefined || last.expiresAt <= begun.startedAt) {
    return { challenge: { ...begun, upstream: unanswerable } };
  }
  // The times stay: they are those of the code.
  const { upstream, startedAt, expiresAt } = last;
  return { challenge: { ...begun, upstream, startedAt, expiresAt } };
}

/** Returns a step that no code answers, because the upstream has no handle for it. */
const createUnanswerable = (username: string): Challenge['upstream'] => ({
  name: 'EMAIL_OTP',
  parameters: { delivery: { medium: 'EMAIL', destination: mask(username) } },
  username,
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
