/**
 * What USER_AUTH answers for a name that does not exist, or for a user who must not sign in: a
 * challenge that nothing solves. Source: AWS, "Managing user existence error responses".
 */

import { randomBytes } from 'node:crypto';
import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { firstFactorsOf } from '../pools/pools.ts';
import type { ClientRecord, PoolRecord } from '../state/records.ts';
import type { Step } from './advance.ts';
import { openSession } from './sessions.ts';
import { codeParameters } from './sign-in-code.ts';
import { requestOptions } from './webauthn-options.ts';

/** An allowed challenge, at random unless the switch says that the preferred one is given. */
export function decoy(
  call: Call,
  client: ClientRecord,
  pool: PoolRecord,
  name: string,
  preferred: string | undefined,
): Step {
  const { switches, random } = call.settings;
  const allowed = firstFactorsOf(pool).filter((factor) => factor !== 'SMS_OTP');
  const wanted =
    switches.unknownUserChallenge === 'preferred'
      ? allowed.find((factor) => factor === preferred)
      : undefined;
  const challenge = wanted ?? allowed[Math.floor(random() * allowed.length)] ?? 'PASSWORD';
  return decoyOf(call, client, pool, name, challenge as ChallengeNameType);
}

/** A decoy of one challenge. */
export function decoyOf(
  call: Call,
  client: ClientRecord,
  pool: PoolRecord,
  name: string,
  challenge: ChallengeNameType,
): Step {
  const options = requestOptions(pool, []);
  const Session = openSession(call, client, {
    clientId: client.id,
    poolId: pool.id,
    username: undefined,
    challenge,
    proven: 'nothing',
    // This code is never sent.
    code: randomBytes(16).toString('hex'),
    webauthn: options.challenge,
  });
  return {
    ChallengeName: challenge,
    Session,
    ChallengeParameters: {
      ...(challenge === 'EMAIL_OTP' ? codeParameters(name, 'email') : {}),
      ...(challenge === 'WEB_AUTHN' ? { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) } : {}),
    },
  };
}
