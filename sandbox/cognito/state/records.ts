/** The records of the store. Points in time are milliseconds since the epoch. */

import type {
  CreateGroupCommandInput,
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
  SetUserPoolMfaConfigCommandInput,
  UserStatusType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { ManagementEvent } from '../events.ts';
import type { Mail } from '../messages/mail.ts';

interface Dated {
  created: number;
  modified: number;
}

export interface PoolRecord extends Dated {
  id: string;
  /** As created and updated. */
  pool: Omit<CreateUserPoolCommandInput, 'MfaConfiguration'>;
  /** As SetUserPoolMfaConfig sets it. */
  mfa: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>;
}

export interface ClientSecret {
  id: string;
  value: string;
  created: number;
}

export interface ClientRecord extends Dated {
  id: string;
  poolId: string;
  /** All are accepted. The oldest is first; a public client has none. */
  secrets: readonly ClientSecret[];
  client: Omit<CreateUserPoolClientCommandInput, 'UserPoolId' | 'GenerateSecret' | 'ClientSecret'>;
}

export interface GroupRecord extends Dated {
  poolId: string;
  group: Omit<CreateGroupCommandInput, 'UserPoolId'> & { GroupName: string };
}

export interface PasswordHash {
  salt: string;
  hash: string;
}

interface Code {
  code: string;
  expires: number;
}

/** What a mailed code is for. */
export type CodePurpose = 'signUp' | 'forgotPassword' | `attribute:${string}`;

/** The factors that SetUserMFAPreference switches, by the names that the API shows. */
export type MfaFactor = 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA' | 'EMAIL_OTP';

export interface Passkey {
  id: string;
  /** COSE key, base64url. */
  publicKey: string;
  counter: number;
  transports: string[];
  attachment: string | undefined;
  rpId: string;
  name: string;
  created: number;
}

interface SoftwareToken {
  /** Base32. */
  secret: string;
  verified: boolean;
  /** The last accepted period, so that no code is accepted twice. */
  usedPeriod: number;
  name?: string | undefined;
}

export interface UserRecord extends Dated {
  poolId: string;
  username: string;
  sub: string;
  attributes: Readonly<Record<string, string>>;
  /** Values that replace an attribute once they are verified. */
  pending: Readonly<Record<string, string>>;
  status: UserStatusType;
  enabled: boolean;
  password: PasswordHash | undefined;
  /** When the temporary password ends. */
  temporaryUntil: number | undefined;
  passwordHistory: readonly PasswordHash[];
  codes: Readonly<Partial<Record<CodePurpose, Code>>>;
  mfa: { enabled: readonly MfaFactor[]; preferred: MfaFactor | undefined; passkey: boolean };
  softwareToken: SoftwareToken | undefined;
  /** A secret of AssociateSoftwareToken that is not verified yet. */
  pendingSecret: string | undefined;
  passkeys: readonly Passkey[];
  groups: readonly string[];
}

export interface RefreshTokenRecord {
  poolId: string;
  clientId: string;
  username: string;
  originJti: string;
  eventId: string;
  authTime: number;
  expires: number;
  revoked: boolean;
}

/** What a sign-in has proven so far: method of the first factor, and whether MFA is done. */
export interface Progress {
  clientId: string;
  poolId: string;
  /** Absent for a decoy. */
  username: string | undefined;
  /** A passkey with user verification counts as both factors. */
  proven: 'nothing' | 'first' | 'both';
}

export interface SessionRecord extends Progress {
  challenge: string;
  expires: number;
  used: boolean;
  /** The code that answers EMAIL_OTP and SMS_MFA. */
  code?: string | undefined;
  /** The challenge that answers WEB_AUTHN. */
  webauthn?: string | undefined;
  choices?: readonly string[] | undefined;
  /** MFA_SETUP: how far the software token is. */
  setup?: { secret: string; verified: boolean } | undefined;
}

export interface RegistrationRecord {
  challenge: string;
  clientId: string;
  tokenId: string;
  expires: number;
}

export interface FailuresRecord {
  count: number;
  lockedUntil: number;
  lastAttempt: number;
}

export interface Tables {
  pools: PoolRecord;
  clients: ClientRecord;
  groups: GroupRecord;
  users: UserRecord;
  refreshTokens: RefreshTokenRecord;
  sessions: SessionRecord;
  registrations: RegistrationRecord;
  failures: FailuresRecord;
  usage: { times: readonly number[] };
  mails: Mail;
  events: { due: number; event: ManagementEvent };
}

/** A user's key in the tables `users`, `failures` and `registrations`. */
export const keyOf = ({ poolId, username }: Pick<UserRecord, 'poolId' | 'username'>): string =>
  `${poolId}/${username}`;
