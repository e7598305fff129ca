import { errors, type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod/mini';
import { $ZodError } from 'zod/v4/core';
import { SESSION } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { Clock, Keys, Session } from '../ports.ts';
import { inSeconds } from '../time.ts';

/**
 * The session JWT: HS256, 15 days, `kid` in the header. Algorithm, type, issuer and audience are
 * pinned when it is read (RFC 8725).
 */
export interface SessionJwts {
  sign(session: Pick<Session, 'sub' | 'sid' | 'user'>): Promise<string>;
  /** @throws TOKEN_EXPIRED, INVALID_TOKEN */
  verify(token: string, options?: { allowExpired?: boolean }): Promise<SessionClaims>;
}

const claimsSchema = z.object({ sub: z.string(), sid: z.string() });
export type SessionClaims = z.output<typeof claimsSchema>;

const ALGORITHM = 'HS256';
const TYPE = 'JWT';

class UnknownKey extends Error {}

export function sessionJwts({
  keys,
  clock,
  issuer,
  audience,
}: {
  keys: Keys;
  clock: Clock;
  issuer: string;
  audience: string;
}): SessionJwts {
  async function keyOf({ kid }: JWTHeaderParameters): Promise<Uint8Array> {
    const key = kid === undefined ? undefined : await keys.byId(kid, 'session-jwt');
    if (!key) throw new UnknownKey('no key of that kid');
    return key;
  }

  return {
    async sign({ sub, sid, user }) {
      const { kid, key } = await keys.current('session-jwt');
      const now = inSeconds(clock());
      return new SignJWT({ sid, username: user.username, email: user.email, groups: user.groups })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(sub)
        .setIssuedAt(now)
        .setExpirationTime(now + SESSION.jwtLifetime)
        .sign(key);
    },

    async verify(token, { allowExpired = false } = {}) {
      const options = {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer,
        audience,
        requiredClaims: ['sub', 'sid', 'iat', 'exp'],
        currentDate: new Date(clock()),
      };
      try {
        const { payload } = await jwtVerify(token, keyOf, options).catch((error: unknown) => {
          if (allowExpired && error instanceof errors.JWTExpired) return error; // the last check: all else about it is right
          throw error;
        });
        return z.parse(claimsSchema, payload);
      } catch (error) {
        throw refusal(error);
      }
    },
  };
}

function refusal(error: unknown): unknown {
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
  return error; // The keyring's own failure: ours, never the caller's 401.
}
