import { randomUUID } from 'node:crypto';
import { TEST_USER } from '../contract/test-user.ts';
import type { Fault, UpstreamFault } from '../scenarios/faults.ts';
import { FAULTS, faultOf } from '../scenarios/faults.ts';
import { AwsException, incorrect } from './cognito/exception.ts';

/** An answer that is none: the endpoint does this to the connection instead. */
export class WireFault extends Error {
  readonly wire: Extract<UpstreamFault, { wire: unknown }>['wire'];

  constructor(wire: WireFault['wire']) {
    super(wire);
    this.wire = wire;
  }
}

interface InitiateAuth {
  AuthFlow?: string;
  AuthParameters?: Readonly<Record<string, string | undefined>>;
}

/**
 * Whose refresh token it is; cognito-local writes the address into it. Nothing is believed of it
 * but which fault to play.
 */
function emailIn(refreshToken: string | undefined): string {
  try {
    const [, claims = ''] = (refreshToken ?? '').split('.');
    return String(
      (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { email?: unknown }).email,
    );
  } catch {
    return '';
  }
}

function play(fault: UpstreamFault): object {
  if ('wire' in fault) throw new WireFault(fault.wire);
  if ('exception' in fault) throw new AwsException(fault.exception, fault.message, fault.status);
  return {
    ChallengeName: fault.challenge,
    ChallengeParameters: { USER_ID_FOR_SRP: randomUUID(), ...fault.parameters },
    Session: randomUUID(),
  };
}

/**
 * Stands in front of Cognito and plays the fault that a username stands for; undefined where
 * Cognito shall answer itself.
 * @throws {WireFault | AwsException}
 */
export function cognitoFault(operation: string, input: InitiateAuth): object | undefined {
  if (operation !== 'InitiateAuth') return undefined;
  const { USERNAME = '', PASSWORD, REFRESH_TOKEN } = input.AuthParameters ?? {};
  if (input.AuthFlow !== 'USER_PASSWORD_AUTH') {
    const fault = faultOf(emailIn(REFRESH_TOKEN))?.refresh;
    return fault && play(fault);
  }
  const fault = faultOf(USERNAME)?.signIn;
  if (fault === undefined) return undefined;
  if (PASSWORD !== TEST_USER.password) throw incorrect();
  return play(fault);
}

type Item = Record<string, Readonly<Record<string, unknown>>>;

interface Write {
  Item?: Item;
  Key?: Item;
}

/** The users whose sessions meet a fault, by the `sub` under which these are stored. */
export type SessionFaults = ReadonlyMap<unknown, Fault>;

/** Faults that need a user who signs in. */
export const SESSION_FAULTS = FAULTS.filter(({ session }) => session !== undefined);

/**
 * Stands in front of the database: changes or refuses the session of a user who stands for that.
 * @throws {AwsException}
 */
export function dynamoFault(operation: string, input: Write, faults: SessionFaults): void {
  if (operation !== 'PutItem' || input.Item === undefined) return;
  switch (faults.get(input.Item.sub?.S)?.session) {
    case 'refuse':
      throw new AwsException(
        'com.amazonaws.dynamodb.v20120810#InternalServerError',
        'Internal server error',
        500,
      );
    case 'unvalidated':
      input.Item.validated_at = { N: '0' };
      break;
    case 'expired':
      input.Item.expires_at = { N: '0' };
      break;
  }
}
