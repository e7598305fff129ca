/** Why no state of the fake causes an exception that the SDK declares. */

import { ADMINISTRATION } from './admin.ts';
import { ADMIN, TOKEN } from './operations.ts';

const NO_SMS = 'The fake has no role for SMS.';
const NO_OAUTH = 'The fake has no OAuth 2.0 endpoints.';
const ONE_AT_A_TIME = 'The fake serves one request at a time.';

/** In any operation. */
export const NEVER: Readonly<Record<string, string>> = {
  ConcurrentModificationException: ONE_AT_A_TIME,
  ForbiddenException: 'The fake has no AWS WAF.',
  InternalErrorException: 'It would be a defect of the fake.',
  InternalServerException: 'It would be a defect of the fake.',
  InvalidEmailRoleAccessPolicyException: 'The fake has no Amazon SES identity.',
  InvalidOAuthFlowException: NO_OAUTH,
  InvalidSmsRoleAccessPolicyException: NO_SMS,
  InvalidSmsRoleTrustRelationshipException: NO_SMS,
  InvalidUserPoolConfigurationException: 'The fake refuses such a configuration when it is set.',
  OperationNotEnabledException: 'The fake has no replica Regions.',
  PreconditionNotMetException: 'AWS documents no condition that the fake could check.',
  RefreshTokenReuseException: 'Rotation of refresh tokens is off.',
  ScopeDoesNotExistException: NO_OAUTH,
  TierChangeNotAllowedException: 'The fake lets every plan follow every other.',
  TooManyFailedAttemptsException: 'AWS answers with LimitExceededException where a limit is known.',
  UserImportInProgressException: 'The fake has no import of users.',
  UserPoolTaggingException: 'The fake takes every tag.',
};

const NO_TRIGGER = 'Only the CustomMessage trigger is part of the fake.';
const TRIGGER = {
  InvalidLambdaResponseException: NO_TRIGGER,
  UnexpectedLambdaException: NO_TRIGGER,
  UserLambdaValidationException: NO_TRIGGER,
};
const UNCONFIRMED_WITHOUT_TOKEN = 'An unconfirmed user has no token.';
const NO_QUOTA_OF_AMOUNT = 'The fake has no limit on the number of pools, clients and groups.';
const NO_IAM = 'The fake checks that a request is signed, not what IAM allows.';
const NO_DELETION = 'The fake deletes neither pools nor clients: a token always has both.';

/** In one operation. */
const OWN: Record<string, Record<string, string>> = {
  InitiateAuth: {
    UnsupportedOperationException: 'AWS answers InvalidParameterException for a flow that is off.',
  },
  RespondToAuthChallenge: {
    UserNotFoundException: 'The session of a deleted user is invalid.',
  },
  GetTokensFromRefreshToken: {
    ...TRIGGER,
    UserNotFoundException: 'The refresh token of a deleted user is invalid.',
  },
  ConfirmSignUp: TRIGGER,
  ConfirmForgotPassword: TRIGGER,
  AdminConfirmSignUp: { ...TRIGGER, LimitExceededException: 'AWS documents no such limit.' },
  UpdateUserAttributes: {
    CodeMismatchException: 'The request holds no code.',
    ExpiredCodeException: 'The request holds no code.',
  },
  VerifySoftwareToken: {
    CodeMismatchException: 'A wrong code is an EnableSoftwareTokenMFAException.',
  },
  ListWebAuthnCredentials: { LimitExceededException: 'AWS documents no such limit.' },
  DeleteWebAuthnCredential: { LimitExceededException: 'AWS documents no such limit.' },
  AdminSetUserMFAPreference: {
    PasswordResetRequiredException: 'An administrator needs no password of the user.',
    UserNotConfirmedException: 'The fake lets an unconfirmed user have factors.',
  },
  AdminDeleteSoftwareToken: {
    UserNotConfirmedException: 'The fake lets an unconfirmed user have factors.',
  },
  CreateGroup: { LimitExceededException: NO_QUOTA_OF_AMOUNT },
  CreateUserPool: { LimitExceededException: NO_QUOTA_OF_AMOUNT },
  CompleteWebAuthnRegistration: {
    LimitExceededException: 'StartWebAuthnRegistration refuses the 21st passkey.',
  },
  AddUserPoolClientSecret: { AccessDeniedException: NO_IAM },
  ListUserPoolClientSecrets: { LimitExceededException: 'AWS documents no such limit.' },
  DeleteUserPoolClientSecret: { LimitExceededException: 'AWS documents no such limit.' },
  CreateUserPoolClient: {
    LimitExceededException: NO_QUOTA_OF_AMOUNT,
    FeatureUnavailableInTierException: 'No setting of a client depends on the plan here.',
  },
  UpdateUserPoolClient: {
    FeatureUnavailableInTierException: 'No setting of a client depends on the plan here.',
  },
};

const ofToken = (name: string) => ({
  UserNotConfirmedException: UNCONFIRMED_WITHOUT_TOKEN,
  ...(name === 'DeleteWebAuthnCredential' ? {} : { ResourceNotFoundException: NO_DELETION }),
});
const ofAdministration = (name: string) =>
  ADMINISTRATION[name]?.NotAuthorizedException === undefined
    ? { NotAuthorizedException: NO_IAM }
    : {};

/** The reason, or `undefined` for an exception that a state does cause. */
export function reasonFor(name: string, exception: string): string | undefined {
  const reasons: Record<string, string> = {
    ...NEVER,
    ...(TOKEN.includes(name) ? ofToken(name) : {}),
    ...(ADMIN.some((each) => each === name) ? ofAdministration(name) : {}),
    ...OWN[name],
  };
  return reasons[exception];
}

export const EXCUSED = Object.entries(OWN).flatMap(([name, own]) =>
  Object.keys(own).map((exception) => ({ name, exception })),
);
