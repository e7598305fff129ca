import { errors, type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod/mini';
import { $ZodError } from 'zod/v4/core';
import { SESSION } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { TokenKeys } from '../keys/keys.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Session, SessionKey } from './session-store.ts';

/**
 * The session JWT: HS256, valid for 15 days, with a `kid` in its header. Verification accepts
 * exactly one algorithm, type, issuer and audience (RFC 8725).
 */
export interface SessionJwts {
  sign(session: SignedSession): Promise<string>;
  /**
   * Verifies a token. `allowExpired` defaults to false.
   * @throws {TOKEN_EXPIRED} if the token is genuine and has expired.
   * @throws {INVALID_TOKEN} if anything else about the token is wrong.
   */
  verify(token: string, options?: VerifyOptions): Promise<SessionClaims>;
}

/** The part of a session that its JWT contains. */
type SignedSession = SessionKey & Pick<Session, 'user'>;

interface VerifyOptions {
  allowExpired?: boolean;
}

interface SessionJwtSettings {
  keys: TokenKeys;
  clock: Clock;
  issuer: string;
  /** What a token must name in its `aud`, as every signed token does. */
  audience: string;
  /** Further audiences of signed tokens. Defaults to none. */
  otherAudiences?: readonly string[];
}

const claimsSchema = z.object({ sub: z.string(), sid: z.string() });
export type SessionClaims = z.output<typeof claimsSchema>;

const ALGORITHM = 'HS256';
const TYPE = 'JWT';

class UnknownKey extends Error {}

export const sessionJwts = (settings: SessionJwtSettings): SessionJwts => ({
  sign: (session) => sign(settings, session),
  verify: (token, options) => verify(settings, token, options),
});

async function sign(
  { keys, clock, issuer, audience, otherAudiences = [] }: SessionJwtSettings,
  { sub, sid, user }: SignedSession,
): Promise<string> {
  const { kid, key } = await keys.current('session-jwt');
  const now = inSeconds(clock());
  return new SignJWT({ sid, username: user.username, email: user.email, groups: user.groups })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
    .setIssuer(issuer)
    .setAudience(otherAudiences.length > 0 ? [audience, ...otherAudiences] : audience)
    .setSubject(sub)
    .setIssuedAt(now)
    .setExpirationTime(now + SESSION.jwtLifetime)
    .sign(key);
}

async function verify(
  { keys, clock, issuer, audience }: SessionJwtSettings,
  token: string,
  { allowExpired = false }: VerifyOptions = {},
): Promise<SessionClaims> {
  const options = {
    algorithms: [ALGORITHM],
    typ: TYPE,
    issuer,
    audience,
    requiredClaims: ['sub', 'sid', 'iat', 'exp'],
    currentDate: new Date(clock()),
  };
  const findKey = (header: JWTHeaderParameters) => findVerificationKey(keys, header);
  try {
    const { payload } = await jwtVerify(token, findKey, options).catch((error: unknown) => {
      // jose checks the expiry last, so everything else about this token is valid.
      if (allowExpired && error instanceof errors.JWTExpired) return error;
      throw error;
    });
    return z.parse(claimsSchema, payload);
  } catch (error) {
    throw toAuthError(error);
  }
}

async function findVerificationKey(
  keys: TokenKeys,
  { kid }: JWTHeaderParameters,
): Promise<Uint8Array> {
  const key = kid === undefined ? undefined : await keys.byId(kid, 'session-jwt');
  if (!key) throw new UnknownKey('no key of that kid');
  return key;
}

/** Translates what verification throws. Returns any other error unchanged. */
function toAuthError(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new AuthError('TOKEN_EXPIRED', { cause: error });
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof UnknownKey) {
    return new AuthError('INVALID_TOKEN', { variant: 'signature', cause: error });
  }
  if (
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JOSEAlgNotAllowed
  ) {
    return new AuthError('INVALID_TOKEN', { variant: 'claims', cause: error });
  }
  if (error instanceof errors.JOSEError || error instanceof $ZodError) {
    return new AuthError('INVALID_TOKEN', { variant: 'malformed', cause: error });
  }
  return error; // A failure of the keyring is an internal error, never a 401.
}
