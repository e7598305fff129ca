import { TEST_USER } from '../../contract/test-user.ts';
import { type FaultStep, findFault, type UpstreamFault } from '../../scenarios/faults.ts';
import { AwsException, TransportFault } from '../aws/exception.ts';

interface InitiateAuth {
  AuthFlow?: string;
  AuthParameters?: Readonly<Record<string, string | undefined>>;
}

/**
 * Raises the fault of a sign-in that the username stands for. A confirmation of the identity names
 * the user by the `sub`. Returns the steps that follow the password, or undefined if Cognito itself
 * must answer.
 * @throws {TransportFault | AwsException} if that is the fault.
 */
export async function raiseSignInFault(
  operation: string,
  input: InitiateAuth,
  findUsername: (sub: string) => Promise<string | undefined>,
): Promise<readonly FaultStep[] | undefined> {
  if (operation !== 'InitiateAuth' || input.AuthFlow !== 'USER_PASSWORD_AUTH') return undefined;
  const { USERNAME = '', PASSWORD } = input.AuthParameters ?? {};
  // Cognito refuses a wrong password by itself.
  if (PASSWORD !== TEST_USER.password) return undefined;
  const name = USERNAME.includes('@') ? USERNAME : await findUsername(USERNAME);
  return raise(findFault(name ?? '')?.signIn);
}

/**
 * Raises the fault of a refresh that Cognito has just granted. A refresh token is
 * opaque, so the user is read out of the new ID token.
 * @throws {TransportFault | AwsException} if that is the fault.
 */
export function raiseRefreshFault(
  operation: string,
  input: InitiateAuth,
  { AuthenticationResult }: { AuthenticationResult?: { IdToken?: string } },
): void {
  const isRefresh =
    operation === 'GetTokensFromRefreshToken' ||
    (operation === 'InitiateAuth' && input.AuthFlow?.startsWith('REFRESH_TOKEN'));
  const idToken = AuthenticationResult?.IdToken;
  if (!isRefresh || idToken === undefined) return;
  const { email = '' } = readClaims<{ email?: string }>(idToken);
  raise(findFault(email)?.refresh);
}

/**
 * Throws the fault of a confirmed e-mail address. The access token names the user.
 * @throws {TransportFault | AwsException} if that is the fault.
 */
export async function raiseConfirmationFault(
  operation: string,
  { AccessToken }: { AccessToken?: string },
  findUsername: (sub: string) => Promise<string | undefined>,
): Promise<void> {
  if (operation !== 'VerifyUserAttribute' || AccessToken === undefined) return;
  const { sub = '' } = readClaims<{ sub?: string }>(AccessToken);
  raise(findFault((await findUsername(sub)) ?? '')?.confirmation);
}

const readClaims = <T>(token: string): T =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as T;

function raise(fault: UpstreamFault | undefined): readonly FaultStep[] | undefined {
  if (fault === undefined) return undefined;
  if ('transport' in fault) throw new TransportFault(fault.transport);
  if ('exception' in fault) throw new AwsException(fault.exception, fault.message, fault.status);
  return fault.steps;
}
