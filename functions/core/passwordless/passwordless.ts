/** Begins a sign-in without a password. `POST /auth/challenge` completes it. */

import type { PasswordlessMethod } from '../../../contract/schemas/index.ts';
import type { ChallengeStore } from '../challenges/challenge-store.ts';
import { challengeIdOf, createNonce, createToken } from '../challenges/challenge-token.ts';
import { putChallenge } from '../challenges/issue-challenge.ts';
import { badRequest } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { NameSetting } from '../login/name.ts';
import { requireName } from '../mail-door/order-mail.ts';
import type { Audit } from '../ports.ts';
import type { Input, Reply } from '../use-case.ts';
import type { BegunSignIn } from './begin-challenge.ts';
import { beginEmailCode, type EmailCodePorts } from './begin-email-code.ts';
import { beginPasskeySignIn, type PasskeySignInPorts } from './begin-passkey-sign-in.ts';

/** Which methods a stage has. */
export interface PasswordlessMethods {
  emailCode: boolean;
  /** The domain that passkeys are bound to. Undefined if there are none. */
  relyingParty: string | undefined;
}

export interface PasswordlessPorts extends EmailCodePorts, PasskeySignInPorts {
  methods: PasswordlessMethods;
  challengeStore: ChallengeStore;
  keys: ServiceKeys;
  /** Which names may sign in. */
  names: NameSetting;
  audit: Audit;
}

/** Returns a challenge of one shape and length for every name. */
export async function passwordless(
  ports: PasswordlessPorts,
  input: Input<'passwordless'>,
): Promise<Reply> {
  const { username, method } = input.body;
  requireName(username, ports.names);
  const { challenge: begun, lastId } = await begin(ports, method, input);
  const { name, parameters } = begun.upstream;
  ports.audit('challenge_demanded', { account: begun.device.account, name });

  const nonce = createNonce();
  const token = createToken(begun.device.account);
  const ids = [challengeIdOf(token, nonce), lastId].filter((id) => id !== undefined);
  await Promise.all(ids.map((id) => putChallenge(ports, id, begun)));
  return {
    body: { challenge: { name, token, parameters } },
    cookies: [{ kind: 'challenge', value: nonce, maxAge: ports.challengeLifetime }],
  };
}

/** @throws {BAD_REQUEST} if the stage does not have the method. */
async function begin(
  ports: PasswordlessPorts,
  method: PasswordlessMethod,
  input: Input<'passwordless'>,
): Promise<BegunSignIn> {
  const { emailCode, relyingParty } = ports.methods;
  if (method === 'email_code' && emailCode) return beginEmailCode(ports, input);
  if (method === 'passkey' && relyingParty !== undefined) {
    return beginPasskeySignIn(ports, input, relyingParty);
  }
  throw badRequest('method', 'is not possible here');
}
