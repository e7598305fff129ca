import { randomUUID } from 'node:crypto';
import { TEST_USER } from '../../contract/test-user.ts';
import { findFault, type UpstreamFault } from '../../scenarios/faults.ts';
import { AwsException, TransportFault } from '../aws/exception.ts';

interface InitiateAuth {
  AuthFlow?: string;
  AuthParameters?: Readonly<Record<string, string | undefined>>;
}

/**
 * Returns or throws the fault that a username stands for. Returns undefined if Cognito itself must
 * answer. `readEmail` reads the user's e-mail address out of a refresh token.
 * @throws {TransportFault | AwsException} if that is the fault.
 */
export function raiseCognitoFault(
  operation: string,
  input: InitiateAuth,
  readEmail: (refreshToken: string) => string | undefined,
): object | undefined {
  if (operation !== 'InitiateAuth') return undefined;
  const { USERNAME = '', PASSWORD, REFRESH_TOKEN = '' } = input.AuthParameters ?? {};
  if (input.AuthFlow !== 'USER_PASSWORD_AUTH') {
    return raise(findFault(readEmail(REFRESH_TOKEN) ?? '')?.refresh);
  }
  // Cognito refuses a wrong password by itself.
  return PASSWORD === TEST_USER.password ? raise(findFault(USERNAME)?.signIn) : undefined;
}

function raise(fault: UpstreamFault | undefined): object | undefined {
  if (fault === undefined) return undefined;
  if ('transport' in fault) throw new TransportFault(fault.transport);
  if ('exception' in fault) throw new AwsException(fault.exception, fault.message, fault.status);
  return {
    ChallengeName: fault.challenge,
    ChallengeParameters: { USER_ID_FOR_SRP: randomUUID(), ...fault.parameters },
    Session: randomUUID(),
  };
}
