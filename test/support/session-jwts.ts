import type { SigningKeys, VerificationKeys } from '../../functions/core/keys/keys.ts';
import { sessionJwtSigner, sessionJwtVerifier } from '../../functions/core/sessions/session-jwt.ts';

type Settings = Omit<Parameters<typeof sessionJwtSigner>[0], 'keys'> & {
  keys: SigningKeys & VerificationKeys;
};

/** Signs and verifies session JWTs with the same keys. */
export const sessionJwts = (settings: Settings) => ({
  ...sessionJwtSigner(settings),
  ...sessionJwtVerifier(settings),
});
