/**
 * * USER_AUTH: the client names a preferred challenge, or is shown what there is. Source: AWS,
 * "Manage authentication methods in AWS SDKs"; what a user without the asked factor gets was seen
 * on a real pool.
 */

import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { CognitoException } from '../exception.ts';
import { offeredChallenges } from '../factors/offered.ts';
import { requirePool, tierOf } from '../pools/pools.ts';
import {
  invalidParameter,
  notAuthorized,
  passwordResetRequired,
  userNotConfirmed,
} from '../refusals.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../state/records.ts';
import { findUser } from '../users/find.ts';
import { advance, type Step } from './advance.ts';
import { decoy, decoyOf } from './decoy.ts';
import { checkPassword } from './password.ts';
import { openSession } from './sessions.ts';
import { sendSignInCode } from './sign-in-code.ts';
import { requestOptions } from './webauthn-options.ts';

export interface UserAuthParameters {
  name: string;
  preferred: string | undefined;
  password: string | undefined;
}

/** @throws {CognitoException} FeatureUnavailableInTierException on the LITE plan */
export async function userAuth(
  call: Call,
  client: ClientRecord,
  { name, preferred, password }: UserAuthParameters,
): Promise<Step> {
  const pool = requirePool(call, client.poolId);
  if (tierOf(pool) === 'LITE') {
    // [unproven] AWS documents the exception, not its sentence.
    throw new CognitoException(
      'FeatureUnavailableInTierException',
      'USER_AUTH is not available in the feature plan of this user pool.',
    );
  }
  const user = findUser(call, pool, name);
  if (user === undefined) {
    return decoy(call, client, pool, name, preferred);
  }
  call.subject = user;
  const offered = offeredChallenges(call, pool, user);
  const wanted = offered.find((challenge) => challenge === preferred);
  if (wanted === undefined) return selectChallenge(call, client, user, offered);
  return begin(call, client, pool, user, { challenge: wanted, name, password });
}

function selectChallenge(
  call: Call,
  client: ClientRecord,
  user: UserRecord,
  offered: ChallengeNameType[],
): Step {
  return {
    ChallengeName: 'SELECT_CHALLENGE',
    Session: openSession(call, client, {
      clientId: client.id,
      poolId: user.poolId,
      username: user.username,
      challenge: 'SELECT_CHALLENGE',
      proven: 'nothing',
      choices: offered,
    }),
    ChallengeParameters: {},
    AvailableChallenges: offered,
  };
}

interface Chosen {
  challenge: ChallengeNameType;
  name: string;
  password: string | undefined;
}

/** Begins the chosen challenge. A password that came with the choice is checked at once. */
export async function begin(
  call: Call,
  client: ClientRecord,
  pool: PoolRecord,
  user: UserRecord,
  { challenge, name, password }: Chosen,
): Promise<Step> {
  if (challenge === 'PASSWORD_SRP') {
    throw invalidParameter('PASSWORD_SRP is not part of this fake of Amazon Cognito.');
  }
  if (challenge === 'PASSWORD' && password !== undefined) {
    checkPassword(call, user, password);
    return advance(call, client, user, 'first');
  }
  if (challenge === 'EMAIL_OTP') return emailCode(call, client, pool, user, name);
  const options = requestOptions(pool, user.passkeys);
  return {
    ChallengeName: challenge,
    Session: openSession(call, client, {
      clientId: client.id,
      poolId: user.poolId,
      username: user.username,
      challenge,
      proven: 'nothing',
      webauthn: options.challenge,
    }),
    ChallengeParameters:
      challenge === 'WEB_AUTHN' ? { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) } : {},
  };
}

/** EMAIL_OTP in the states of a user for which AWS documents nothing: each is a switch. */
async function emailCode(
  call: Call,
  client: ClientRecord,
  pool: PoolRecord,
  user: UserRecord,
  name: string,
): Promise<Step> {
  const { switches } = call.settings;
  if (!user.enabled) {
    if (switches.emailCodeDisabled === 'refused') throw notAuthorized('User is disabled.');
    return decoyOf(call, client, pool, name, 'EMAIL_OTP');
  }
  if (user.status === 'UNCONFIRMED' && switches.emailCodeUnconfirmed === 'refused') {
    throw userNotConfirmed();
  }
  if (user.status === 'RESET_REQUIRED' && switches.emailCodeResetRequired === 'refused') {
    throw passwordResetRequired();
  }
  return sendSignInCode(call, client, user, { challenge: 'EMAIL_OTP', proven: 'nothing' });
}
