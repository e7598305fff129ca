/** The operations by kind, and how a test sends one by its name. */

import { OPERATIONS, type OperationName } from '../../../../sandbox/cognito/operations/index.ts';
import { declaredBy } from '../declared.ts';
import { JANE, OTHER_PASSWORD, PASSWORD, type World } from '../kit.ts';

export type Provoke = () => Promise<unknown>;
/** By operation and exception. */
export type Table = Record<string, Record<string, Provoke>>;

export const NAMES = Object.keys(OPERATIONS) as OperationName[];
const ofKind = (...kinds: string[]) =>
  NAMES.filter((name) => kinds.includes(OPERATIONS[name].authorization));
/** Operations that an access token authorises; two of them take a session instead. */
export const TOKEN = [...ofKind('token'), 'AssociateSoftwareToken', 'VerifySoftwareToken'];
/** Operations of an app client. */
export const PUBLIC = ofKind('none').filter((name) => !TOKEN.includes(name));
export const ADMIN = ofKind('iam');
export const ABOUT_USER = ADMIN.filter((name) => declaredBy(name).has('UserNotFoundException'));

/** The SDK's method of an operation, by name. */
export function send({ sdk }: World, name: string, input: object): Promise<unknown> {
  const method = name.slice(0, 1).toLowerCase() + name.slice(1);
  const methods = sdk as unknown as Record<string, (input: object) => Promise<unknown>>;
  return methods[method]?.call(sdk, input) ?? Promise.reject(new Error(`no method ${method}`));
}

/** Members that let a request pass its first checks. */
export const FILLED = {
  AuthFlow: 'USER_PASSWORD_AUTH',
  ChallengeName: 'EMAIL_OTP',
  AuthParameters: { USERNAME: JANE, PASSWORD },
  ChallengeResponses: { USERNAME: JANE },
  RefreshToken: 'unknown',
  Token: 'unknown',
  Username: JANE,
  Password: PASSWORD,
  ConfirmationCode: '123456',
  ProposedPassword: OTHER_PASSWORD,
  UserAttributes: [{ Name: 'name', Value: 'Jane' }],
  AttributeName: 'email',
  Code: '123456',
  UserCode: '123456',
  Credential: { response: {} },
  CredentialId: 'unknown',
  GroupName: 'members',
  PoolName: 'another',
  ClientName: 'another',
  ClientId: 'unknown',
  ClientSecretId: 'unknown',
};
