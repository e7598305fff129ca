import type { AuthenticationMethod } from '../../../contract/authentication-methods.ts';
import type { ChallengeName } from '../../../contract/challenges.ts';
import { withDeviceEntry } from '../devices/device-cookie.ts';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { AttemptStore } from '../login/attempt-store.ts';
import { clearAttempts } from '../login/clear-attempts.ts';
import {
  type OpenSessionPorts,
  openSession,
  type PreparedSession,
  prepareSession,
} from '../login/open-session.ts';
import { lacksFactor } from '../login/required-factor.ts';
import { isOvertaken } from '../login/settle-attempt.ts';
import { announceFactor } from '../notices/announce-factor.ts';
import {
  type AnnouncePorts,
  announcePasswordChange,
} from '../passwords/announce-password-change.ts';
import type { Revocation } from '../sessions/upstream-session.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import type { Challenge } from './challenge.ts';
import type { ChallengeAnswers, UpstreamAnswer } from './challenge-answers.ts';
import { succeedTry, toCurrentLimits } from './challenge-limits.ts';
import { type ClaimedTry, claimChallenge } from './claim-challenge.ts';
import { checkProof, confirmIdentity, type Proof } from './confirm-identity.ts';
import { findChallenge, type PresentedChallenge } from './find-challenge.ts';
import { requireStep } from './issue-challenge.ts';
import { type ReadAnswerPorts, readAnswer } from './read-answer.ts';
import { type SettlePorts, settleFailure, withSameChallenge } from './settle-challenge.ts';

export interface ChallengePorts
  extends OpenSessionPorts,
    ReadAnswerPorts,
    AnnouncePorts,
    Omit<SettlePorts, 'keys'> {
  keys: ServiceKeys;
  identity: ChallengeAnswers & Revocation;
  /** The counts of the sign-in that led to the challenge. */
  attemptStore: Pick<AttemptStore, 'changeName' | 'reset'>;
}

/**
 * Answers a further step of a sign-in, or of a reauthentication, which opens no session. Five
 * network steps follow each other: read the challenge and the counters, take the challenge and
 * count the try, ask the upstream, store the session, record the success and end the previous
 * session.
 */
export async function challenge(ports: ChallengePorts, input: Input<'challenge'>): Promise<Reply> {
  const presented = await findChallenge(ports, input);
  const answer = await readAnswerOf(ports, presented, input);
  const claimed = await claimChallenge(ports, presented);

  // Whatever fails from here on, the try must be settled.
  const proved = await ask(ports, input, presented, answer).catch(async (error: unknown) => {
    throw await settleFailure(ports, presented, claimed, error);
  });
  const settle = () => settleSuccess(ports, input, presented, claimed);
  const { cookies = [], ...reply } =
    'reply' in proved
      ? await signIn(ports, input, proved, presented, settle)
      : await confirmIdentity(ports, proved, settle);
  return { ...reply, cookies: [...cookies, { kind: 'challenge', clear: true }] };
}

/** Whether this step or an earlier one has set the password. */
const hasNewPassword = ({ challenge }: PresentedChallenge): boolean =>
  challenge.hasNewPassword === true || challenge.upstream.name === 'NEW_PASSWORD_REQUIRED';

/** The owner must know of a new password even if the session cannot be stored. */
async function signIn(
  ports: ChallengePorts,
  { refreshTokens }: Input<'challenge'>,
  prepared: PreparedSession,
  presented: PresentedChallenge,
  settle: Parameters<typeof openSession>[3],
): Promise<Reply> {
  const [reply] = await Promise.all([
    openSession(ports, prepared, refreshTokens, settle),
    hasNewPassword(presented) && announcePasswordChange(ports, prepared.session.user),
  ]);
  return reply;
}

/** An answer that is refused without being sent leaves the challenge as it is. */
async function readAnswerOf(
  ports: ChallengePorts,
  presented: PresentedChallenge,
  input: Input<'challenge'>,
): Promise<UpstreamAnswer> {
  try {
    return await readAnswer(ports, presented.challenge, input);
  } catch (error) {
    throw withSameChallenge(ports, presented, error);
  }
}

/**
 * Asks the upstream.
 * @throws {CHALLENGE_REQUIRED} if the answer is right and another step must follow.
 */
async function ask(
  ports: ChallengePorts,
  client: Input<'challenge'>,
  presented: PresentedChallenge,
  answer: UpstreamAnswer,
): Promise<PreparedSession | Proof> {
  const { expiresAt: _, upstream, ...chain } = presented.challenge;
  const { handle } = upstream;
  if (handle === undefined) throw new AuthError('INVALID_CODE', { cause: NO_SIGN_IN });
  const amr = withMethod(chain.amr, upstream.name);
  // A reauthentication opens no session.
  const enrol = !chain.session && lacksFactor(ports.mfa, amr);
  const outcome = await ports.identity.answer({ ...upstream, handle }, answer, { enrol });
  if ('challenge' in outcome) {
    const step = { ...chain, amr, hasNewPassword: hasNewPassword(presented) };
    throw await requireStep(ports, presented.nonce, { ...step, upstream: outcome.challenge });
  }
  if (upstream.name === 'MFA_SETUP') await announceFactor(ports, outcome, 'enabled');
  if (chain.session) return checkProof(ports, outcome, { ...chain.session, amr });
  const entry = { ...chain.device, issuedAt: inSeconds(ports.clock()) };
  const devices = withDeviceEntry(await ports.devices.read(client.deviceCookies), entry);
  return prepareSession(ports, { ...outcome, amr, devices }, client);
}

const NO_SIGN_IN = new Error('the upstream has no such sign-in');

/**
 * What the answer to a challenge proves. A new password proves no more than the old one. The
 * authenticator of a passkey has verified the user, so it is more than one factor by itself.
 */
const METHODS: Readonly<Partial<Record<ChallengeName, readonly AuthenticationMethod[]>>> = {
  SOFTWARE_TOKEN_MFA: ['otp'],
  MFA_SETUP: ['otp'],
  EMAIL_OTP: ['otp'],
  SMS_MFA: ['sms'],
  WEB_AUTHN: ['swk', 'mfa'],
};

function withMethod(amr: Challenge['amr'], name: ChallengeName): Challenge['amr'] {
  const methods = METHODS[name];
  if (methods === undefined) return amr;
  return [...new Set([...amr, ...methods, ...(amr.length > 0 ? (['mfa'] as const) : [])])];
}

/**
 * Never throws. A failure is reported.
 * @returns INVALID_CHALLENGE if the password was changed since the challenge was read.
 */
async function settleSuccess(
  ports: ChallengePorts,
  { address }: Input<'challenge'>,
  { challenge: { device, session }, name, limitsId }: PresentedChallenge,
  { id, limits }: ClaimedTry,
): Promise<AuthError | undefined> {
  const { attemptStore: store, challengeStore, keys, clock, report } = ports;
  const now = inSeconds(clock());
  // The failures of strangers at the name are no matter of a reauthentication.
  const cleared = session
    ? Promise.resolve(name)
    : clearAttempts({ store, keys, clock }, device, { address, seen: name });
  const writes = [
    challengeStore.changeLimits(limitsId, limits, (row) =>
      succeedTry(toCurrentLimits(row, now), id),
    ),
    cleared,
  ];
  for (const outcome of await Promise.allSettled(writes)) {
    if (outcome.status === 'rejected') report(outcome.reason);
  }
  if (!isOvertaken(name, await cleared.catch(() => name))) return undefined;
  const cause = new Error('the password was changed meanwhile');
  return new AuthError('INVALID_CHALLENGE', { cause });
}
