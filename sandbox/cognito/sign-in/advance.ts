/**
 * What comes next in a sign-in: another challenge, or tokens. The order is Cognito's: a temporary
 * password is replaced first, then the second factor is asked for, then one is set up.
 */

import type { InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { activeFactors } from '../factors/offered.ts';
import { mfaConfigurationOf, poolFactorsOf, requirePool } from '../pools/pools.ts';
import type { ClientRecord, MfaFactor, PoolRecord, UserRecord } from '../state/records.ts';
import { issueTokens } from '../tokens/refresh.ts';
import { forgetFailures } from './lockout.ts';
import { openSession } from './sessions.ts';
import { sendSignInCode } from './sign-in-code.ts';

export type Step = Omit<InitiateAuthCommandOutput, '$metadata'>;

type Proven = 'first' | 'both';

/** The step after a factor was proven. */
export async function advance(
  call: Call,
  client: ClientRecord,
  user: UserRecord,
  proven: Proven,
): Promise<Step> {
  const pool = requirePool(call, user.poolId);
  if (user.status === 'FORCE_CHANGE_PASSWORD') return newPasswordRequired(call, client, user);
  if (proven === 'first') {
    const active = activeFactors(pool, user);
    if (active.length > 0) return secondFactor(call, client, user, active);
    if (mfaConfigurationOf(pool) === 'ON' && asksForSetup(call, pool)) {
      return mfaSetup(call, client, user, poolFactorsOf(pool));
    }
  }
  return complete(call, client, user);
}

/** Tokens, and the end of the count of failures. */
export async function complete(call: Call, client: ClientRecord, user: UserRecord): Promise<Step> {
  forgetFailures(call, user);
  return {
    ChallengeParameters: {},
    AuthenticationResult: await issueTokens(call, client, user),
  };
}

const asksForSetup = ({ settings }: Call, pool: PoolRecord): boolean =>
  settings.switches.firstSignInWithRequiredMfa === 'MFA_SETUP' && poolFactorsOf(pool).length > 0;

const progress = (client: ClientRecord, user: UserRecord) => ({
  clientId: client.id,
  poolId: user.poolId,
  username: user.username,
  proven: 'first' as const,
});

function newPasswordRequired(call: Call, client: ClientRecord, user: UserRecord): Step {
  const { sub: _own, ...attributes } = { ...user.attributes, sub: user.sub };
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: openSession(call, client, {
      ...progress(client, user),
      challenge: 'NEW_PASSWORD_REQUIRED',
    }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify(attributes),
    },
  };
}

async function secondFactor(
  call: Call,
  client: ClientRecord,
  user: UserRecord,
  active: readonly MfaFactor[],
): Promise<Step> {
  const preferred = active.find((factor) => factor === user.mfa.preferred);
  const only = active.length === 1 ? active[0] : preferred;
  if (only !== undefined) return challengeFactor(call, client, user, only);
  return {
    ChallengeName: 'SELECT_MFA_TYPE',
    Session: openSession(call, client, {
      ...progress(client, user),
      challenge: 'SELECT_MFA_TYPE',
      choices: active,
    }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      MFAS_CAN_CHOOSE: JSON.stringify(active),
    },
  };
}

/** Asks for a second factor, and sends its code where it has one. */
export async function challengeFactor(
  call: Call,
  client: ClientRecord,
  user: UserRecord,
  factor: MfaFactor,
): Promise<Step> {
  if (factor !== 'SOFTWARE_TOKEN_MFA') {
    return sendSignInCode(call, client, user, { challenge: factor, proven: 'first' });
  }
  return {
    ChallengeName: factor,
    Session: openSession(call, client, { ...progress(client, user), challenge: factor }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      ...(user.softwareToken?.name === undefined
        ? {}
        : { FRIENDLY_DEVICE_NAME: user.softwareToken.name }),
    },
  };
}

function mfaSetup(
  call: Call,
  client: ClientRecord,
  user: UserRecord,
  factors: readonly MfaFactor[],
): Step {
  return {
    ChallengeName: 'MFA_SETUP',
    Session: openSession(call, client, { ...progress(client, user), challenge: 'MFA_SETUP' }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      MFAS_CAN_SETUP: JSON.stringify(factors),
    },
  };
}
